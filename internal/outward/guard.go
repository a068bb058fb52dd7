package outward

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"salesops/internal/fault"
)

// dialTime is how long a connection may take to open.
const dialTime = 10 * time.Second

// Guard decides which addresses may be connected to. The zero Guard allows public ones only.
type Guard struct{ allowed []netip.Prefix }

// NewGuard also allows the given networks (10.1.0.0/16) and addresses (10.1.2.3), which the
// person who runs the machine names, never somebody in a browser.
func NewGuard(allow ...string) (*Guard, error) {
	g := &Guard{}
	for _, text := range allow {
		p, err := prefixOf(strings.TrimSpace(text))
		if err != nil {
			return nil, fault.Invalidf("%q is not a network: write one such as 10.1.0.0/16, or one address", text)
		}
		g.allowed = append(g.allowed, p)
	}
	return g, nil
}

func prefixOf(text string) (netip.Prefix, error) {
	if !strings.Contains(text, "/") {
		ip, err := netip.ParseAddr(text)
		if err != nil || ip.Zone() != "" {
			return netip.Prefix{}, errors.New("not an address")
		}
		ip = ip.Unmap()
		return netip.PrefixFrom(ip, ip.BitLen()), nil
	}
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return p, err
	}
	return p.Masked(), nil
}

// closed are networks without a public address that the standard library does not name:
// IANA's special-purpose registries for IPv4 and IPv6. The last ones carry an IPv4 address
// inside, by which a gateway would reach it.
var closed = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "240.0.0.0/4",
	"::/96", "100::/64", "2001:db8::/32", "3fff::/20", "5f00::/16", "fec0::/10",
	"64:ff9b::/96", "64:ff9b:1::/48", "2001::/23", "2002::/16",
)

func prefixes(texts ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		out[i] = netip.MustParsePrefix(text)
	}
	return out
}

// Allows says whether an address may be connected to.
func (g *Guard) Allows(ip netip.Addr) bool {
	ip = ip.Unmap()
	if g != nil && within(g.allowed, ip.WithZone("")) {
		return true
	}
	return ip.IsValid() && ip.Zone() == "" && ip.IsGlobalUnicast() && !ip.IsPrivate() && !within(closed, ip)
}

func within(list []netip.Prefix, ip netip.Addr) bool {
	for _, p := range list {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}

// Dialer connects to allowed addresses only.
func (g *Guard) Dialer() *net.Dialer {
	return &net.Dialer{Timeout: dialTime, ControlContext: g.control}
}

// control sees each address after names were resolved and before a packet is sent.
func (g *Guard) control(_ context.Context, network, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || (network != "tcp4" && network != "tcp6") {
		return fault.Deniedf("connections to %s %s are not made", network, address)
	}
	if !g.Allows(at.Addr()) {
		return fault.Deniedf(
			"%s is an address inside a network: whoever runs the program may allow it under network.allow", at.Addr())
	}
	return nil
}
