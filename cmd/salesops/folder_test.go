//go:build linux

package main

import (
	"bufio"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

const mounts = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
90 22 0:51 / /home/ann/remote rw,nosuid - fuse.sshfs ann@host:/data rw
91 22 0:52 / /media/disk rw,nosuid - fuseblk /dev/sdb1 rw
92 22 0:53 / /mnt/cloud rw - fuse rclone:bucket rw
broken line
`

func TestNetworkKind(t *testing.T) {
	t.Parallel()
	for minor, want := range map[uint32]string{51: "fuse.sshfs", 52: "", 53: "fuse", 54: ""} {
		if got := fuseKind(bufio.NewScanner(strings.NewReader(mounts)), unix.Mkdev(0, minor)); got != want {
			t.Errorf("device 0:%d is %q, want %q", minor, got, want)
		}
	}
	if networkMagic[unix.NFS_SUPER_MAGIC] == "" || networkMagic[0xff534d42] == "" ||
		networkMagic[unix.EXT4_SUPER_MAGIC] != "" {
		t.Error("the magic numbers are not those of the kernel")
	}
	if kind, err := networkKind(t.TempDir()); err != nil || kind != "" {
		t.Errorf("the temporary folder is on %q, %v", kind, err)
	}
}

func TestQuoted(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"./salesops-data": "./salesops-data", "/a b": "'/a b'", "it's": `'it'\''s'`,
		"~/x": "'~/x'", "$(x)": "'$(x)'", "": "''"} {
		if got := quoted(in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}
