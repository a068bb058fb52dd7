package auth

import (
	"net/netip"
	"slices"
	"strings"
)

// mostDevices is the maximum number of devices that are remembered of a user. Beyond it, the one that was used least
// recently is forgotten, and is a new one when it comes back.
const mostDevices = 50

// noteDevice remembers the device of a sign-in. It reports whether the user should be told: it is not known, and not
// the user's first.
func noteDevice(w Writer, d Device) (strange bool, err error) {
	known, err := w.DevicesOf(d.User)
	if err != nil {
		return false, err
	}
	strange = len(known) > 0 && !slices.ContainsFunc(known, func(k Device) bool { return k.Hash == d.Hash })
	if err := w.PutDevice(d); err != nil {
		return false, err
	}
	if strange && len(known) >= mostDevices {
		return true, w.DropDevice(d.User, known[len(known)-1].Hash)
	}
	return strange, nil
}

// deviceOf tells a browser in a network from another one. The digits of the browser's name are left out, because
// they change with each of its versions, and the network is a large one, because a provider gives its customers
// another address each day: alarms that come daily are not read.
func deviceOf(from Origin) Hash {
	agent := strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return -1
		}
		return c
	}, cut(from.Agent, 300))
	at := from.Address
	if ip, err := netip.ParseAddr(at); err == nil {
		bits := 32
		if ip = ip.Unmap(); ip.Is4() {
			bits = 16
		}
		if p, err := ip.WithZone("").Prefix(bits); err == nil {
			at = p.String()
		}
	}
	return HashOf(agent + " " + at)
}
