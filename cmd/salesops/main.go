package main

import (
	"fmt"
	"os"

	"salesops/api"
)

// version is set by the linker.
var version = "dev"

func main() {
	if len(os.Args) > 1 && os.Args[1] == "openapi" {
		b, err := api.Document("1")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(string(b))
		return
	}
	fmt.Fprintln(os.Stderr, "salesops", version)
	os.Exit(2)
}
