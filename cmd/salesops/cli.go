package main

const programHelp = `The numbers a sales team is run by, from the export of the CRM it already has: for any period, by any dimension, as of any past day, each opening to the records it was made from.

Everything is in one data folder on this machine. A command started while "salesops serve" runs on the same folder is carried out by that process and prints the same.

Exit codes: 0 answered, 1 failed, 2 wrong use.`

// commandLine declares all commands. Flags may be before or after arguments.
type commandLine struct {
	Data    string      `default:"./salesops-data" env:"SALESOPS_DATA" placeholder:"DIR" complete:"files" help:"The data folder (${default})."`
	Release versionFlag `name:"version" help:"Print the version."`

	Demo     demoCommand     `cmd:"" help:"Open the product in the browser on a sample company to try it with."`
	Serve    serveCommand    `cmd:"" help:"Serve the browser interface and the API, on this machine or by https."`
	Import   importCommand   `cmd:"" help:"Import an export: files or folders."`
	Export   exportCommand   `cmd:"" help:"Write everything into files: every change of every record."`
	Undo     undoCommand     `cmd:"" help:"Take an import back."`
	Forget   forgetCommand   `cmd:"" help:"Remove the personal values of a lead, contact or person for good."`
	Review   reviewCommand   `cmd:"" help:"Where a source and an edit made here differ: list, decide."`
	Metric   metricCommand   `cmd:"" help:"Answer a metric, or list the metrics there are."`
	Records  recordsCommand  `cmd:"" help:"List records of an object."`
	Settings settingsCommand `cmd:"" help:"Show or change the company's settings."`
	User     userCommand     `cmd:"" help:"Help a user who is locked out."`
	Rebuild  rebuildCommand  `cmd:"" help:"Make the columns anew from the change log."`
	Verify   verifyCommand   `cmd:"" help:"Check the change log, the current state and the columns."`
	Backup   backupCommand   `cmd:"" help:"Write a backup, check one, list them."`
	Restore  restoreCommand  `cmd:"" help:"Make a data folder of a backup."`
	Upgrade  upgradeCommand  `cmd:"" help:"Bring the data folder of an earlier version to this one, or back."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
	Help     helpCommand     `cmd:"" help:"Explain a command."`

	Completion completionCommand `cmd:"" help:"Print a script that completes commands in bash, zsh or fish."`
	Man        manCommand        `cmd:"" help:"Print the manual page."`

	Openapi openapiCommand `cmd:"" hidden:"" help:"Print the OpenAPI document of the API."`
}

var commandNames = []string{"demo", "serve", "import", "export", "undo", "forget", "review", "metric", "records",
	"settings", "user", "rebuild", "verify", "backup", "restore", "upgrade", "version",
	"help", "completion", "man", "openapi"}
