package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"salesops/api"
	"salesops/audit"
	"salesops/backup"
	"salesops/internal/figures"
	"salesops/sqlite"
)

type backupCommand struct {
	Create backupCreateCommand `cmd:"" help:"Write a backup, also while the folder is served."`
	Verify backupVerifyCommand `cmd:"" help:"Read a backup to its end and check the log in it."`
	List   backupListCommand   `cmd:"" help:"List the backups in the folder for them."`
}

// keyFlags are the flags for the encryption of a backup.
type keyFlags struct {
	PassphraseFile string `complete:"files" placeholder:"FILE" help:"A file whose first line is the passphrase."`
}

type backupCreateCommand struct {
	File      string   `complete:"files" arg:"" optional:"" help:"A new file (DIR-backups/salesops-TIME.backup)."`
	Recipient []string `placeholder:"AGE1…" help:"Encrypt to this age public key; may be given several times."`
	Format    string   `default:"table" placeholder:"FORMAT" complete:"table,json" help:"table or json (table)."`
	keyFlags
}

func (*backupCreateCommand) Help() string {
	return `Writes everything the data folder cannot make again into one compressed file: the change log with all its facts, users and settings, the folder's own metrics and mappings. The columns are left out: they are made anew from the log. Writes go on meanwhile; the backup is the folder between two of them.

An encrypted backup is opened with "age" too. Only an encrypted backup holds the keys that sign checkpoints and that encrypt the secrets of authenticator apps.

Examples:

  salesops backup create
  salesops backup create /mnt/safe/acme.backup --data ~/acme
  salesops backup create acme.backup --recipient age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p
  salesops backup create acme.backup --passphrase-file ~/.acme-passphrase`
}

func (c *backupCreateCommand) use() (folderUse, error) {
	return needsFolder, oneOf("--format", c.Format, "table", "json")
}

func (c *backupCreateCommand) run(ctx context.Context, s *session) error {
	k := s.shop.keeper(s)
	file := k.NewName()
	if c.File != "" {
		file = s.path(c.File)
	}
	keys := backup.Keys{Recipients: c.Recipient, PassphraseFile: s.pathOr(c.PassphraseFile)}
	line := newProgress(s)
	made, err := k.Create(ctx, file, keys, func(done, total int64) { line.show("backing up", done, total) })
	line.end()
	if err != nil {
		return err
	}
	if err := audit.Write(ctx, s.shop.log, api.Owner,
		audit.Event{What: "backup", Detail: audit.Say("changes", "changes", made.Changes)}); err != nil {
		return err
	}
	if c.Format == "json" {
		return printJSON(s.stdout, made)
	}
	_, err = fmt.Fprintf(s.stdout, "backed up %s changes of %s records into %s (%s)\n",
		figures.Count(int64(made.Changes)),
		figures.Count(made.Records), made.Path, megabytes(made.Size))
	return err
}

type backupVerifyCommand struct {
	File     string `complete:"files" arg:"" help:"The backup."`
	Identity string `complete:"files" placeholder:"FILE" help:"A file with the age secret key that opens it."`
	Format   string `default:"table" placeholder:"FORMAT" complete:"table,json" help:"table or json (table)."`
	keyFlags
}

func (*backupVerifyCommand) Help() string {
	return `Reads the backup to its end into a temporary folder beside it, walks the log's chain there, compares its end and its counts with what the backup says, and removes the folder. Needs room for the unpacked log.

Examples:

  salesops backup verify acme.backup
  salesops backup verify acme.backup --identity ~/.age/acme.txt`
}

func (c *backupVerifyCommand) use() (folderUse, error) {
	return noFolder, oneOf("--format", c.Format, "table", "json")
}

func (c *backupVerifyCommand) run(ctx context.Context, s *session) error {
	k := &backup.Keeper{Engine: s.backups(nil), Clock: s.now, Program: version()}
	keys := backup.Keys{IdentityFile: s.pathOr(c.Identity), PassphraseFile: s.pathOr(c.PassphraseFile)}
	line := newProgress(s)
	good, err := k.Verify(ctx, s.path(c.File), keys, func(done, total int64) { line.show("verifying", done, total) })
	line.end()
	if err != nil {
		return err
	}
	if c.Format == "json" {
		return printJSON(s.stdout, good)
	}
	_, err = fmt.Fprintf(s.stdout, "verified %s: %s changes of %s records, made %s; the chain holds\n", s.path(c.File),
		figures.Count(int64(good.Changes)), figures.Count(good.Records), good.At)
	return err
}

type backupListCommand struct {
	Format string `default:"table" placeholder:"FORMAT" complete:"table,json" help:"table or json (table)."`
}

func (*backupListCommand) Help() string {
	return `Example:

  salesops backup list --data ~/acme`
}

func (c *backupListCommand) use() (folderUse, error) {
	return needsFolder, oneOf("--format", c.Format, "table", "json")
}

func (c *backupListCommand) run(_ context.Context, s *session) error {
	k := s.shop.keeper(s)
	found, err := k.List()
	if err != nil {
		return err
	}
	if c.Format == "json" {
		return printJSON(s.stdout, append([]backup.Listed{}, found...))
	}
	if len(found) == 0 {
		_, err := fmt.Fprintf(s.stdout, "no backups in %s\n", k.Folder)
		return err
	}
	for _, b := range found {
		state := "not verified"
		if b.Verified != nil {
			state = fmt.Sprintf("verified %s, %s changes", b.Verified.VerifiedAt,
				figures.Count(int64(b.Verified.Changes)))
		}
		if b.Bad != nil {
			state = fmt.Sprintf("found bad %s: %s", b.Bad.At, b.Bad.Reason)
		}
		if b.Encrypted {
			state += ", encrypted"
		}
		if _, err := fmt.Fprintf(s.stdout, "%s  %s  %s\n", filepath.Join(k.Folder, b.Name),
			megabytes(b.Size), state); err != nil {
			return err
		}
	}
	return nil
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

// pathOr returns an absolute path; "" is unchanged.
func (s *session) pathOr(p string) string {
	if p == "" {
		return ""
	}
	return s.path(p)
}

// backupsOf returns the default folder of backups. It is beside the data folder, so that losing or erasing one
// of the two keeps the other.
func backupsOf(dir string) string {
	return strings.TrimRight(dir, string(filepath.Separator)) + "-backups"
}

// keeper makes backups of the open folder.
func (w *workspace) keeper(s *session) *backup.Keeper {
	return &backup.Keeper{Dir: w.dir, Folder: backupsOf(w.dir), Engine: s.backups(w.db),
		Clock: s.now, Program: version()}
}

// backups returns the database as the keeper of backups sees it; db may be nil when no backup is made.
func (s *session) backups(db *sqlite.DB) sqlite.Backups {
	return sqlite.Backups{DB: db, File: truthName, Log: s.logOptions()}
}
