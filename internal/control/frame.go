package control

// Request is a command line to be carried out by the process that holds the folder.
type Request struct {
	// Args are the command and its flags.
	Args []string `json:"args"`
	// Dir is the folder the asker is in: relative paths in Args start there.
	Dir string `json:"dir"`
	// Terminal says that somebody watches: a progress line makes sense.
	Terminal bool `json:"terminal"`
	// Width of that terminal in columns; 0 when unknown.
	Width int `json:"width"`
}

// frame is one line of the answer: a piece of output, or at the end the exit code.
type frame struct {
	Stream int    `json:"s,omitempty"` // 1 standard output, 2 standard error
	Data   []byte `json:"d,omitempty"`
	Exit   *int   `json:"exit,omitempty"`
}

const (
	toStdout = 1
	toStderr = 2
	runPath  = "/run"
	// largest request: a long command line, never a file
	maxRequest = 4 << 20
)
