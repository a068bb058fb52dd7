package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// The magic numbers of file systems on which locks or ordered writes are not reliable.
var networkMagic = map[uint32]string{
	0x6969: "NFS", 0x517b: "SMB", 0xff534d42: "CIFS", 0xfe534d42: "SMB2", 0x5346414f: "AFS",
	0x00c36400: "Ceph", 0x564c: "NCP",
}

const fuseMagic = 0x65735546

// networkKind returns the network file system of a folder; "" for a local one.
func networkKind(dir string) (string, error) {
	var info syscall.Statfs_t
	if err := syscall.Statfs(dir, &info); err != nil {
		return "", err
	}
	magic := uint32(info.Type) //nolint:gosec // the kernel's magic numbers have 32 bits
	if magic != fuseMagic {
		return networkMagic[magic], nil
	}
	var at syscall.Stat_t
	if err := syscall.Stat(dir, &at); err != nil {
		return "", err
	}
	mounts, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return "", err
	}
	defer func() { _ = mounts.Close() }()
	return fuseKind(bufio.NewScanner(mounts), uint64(at.Dev)), nil
}

// fuseKind finds the mount of a device and returns its type when it uses a network.
func fuseKind(mounts *bufio.Scanner, device uint64) string {
	for mounts.Scan() {
		// 36 35 98:0 /root /mount options - type source options
		before, after, ok := strings.Cut(mounts.Text(), " - ")
		fields, rest := strings.Fields(before), strings.Fields(after)
		if !ok || len(fields) < 3 || len(rest) == 0 || fields[2] != deviceText(device) {
			continue
		}
		for _, name := range []string{"sshfs", "rclone", "s3fs", "gcsfuse", "davfs", "glusterfs",
			"nfs", "smb", "cifs", "ceph"} {
			if strings.Contains(rest[0], name) || (len(rest) > 1 && strings.Contains(rest[1], name)) {
				return rest[0]
			}
		}
	}
	return ""
}

// deviceText returns a device as mountinfo writes it.
func deviceText(device uint64) string {
	return fmt.Sprintf("%d:%d", unix.Major(device), unix.Minor(device))
}
