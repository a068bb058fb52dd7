package control

// Request is a command line for the process that holds the folder.
type Request struct {
	// Args are the command and its flags.
	Args []string `json:"args"`
	// Dir is the working folder of the caller. Relative paths in Args start there.
	Dir string `json:"dir"`
	// Terminal says that output goes to a terminal, so progress lines make sense.
	Terminal bool `json:"terminal"`
	// Width is the width of that terminal in columns; 0 when unknown.
	Width int `json:"width"`
}

// frame is one line of the answer: a piece of output or, at the end, the exit code.
type frame struct {
	Stream int    `json:"s,omitempty"` // 1 for standard output, 2 for standard error
	Data   []byte `json:"d,omitempty"`
	Exit   *int   `json:"exit,omitempty"`
}

const (
	toStdout = 1
	toStderr = 2
	runPath  = "/run"
	// enough for a long command line; files are not sent
	maxRequest = 4 << 20
)
