package api

import (
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"

	"salesops/auth"
	"salesops/internal/fault"
)

// Door says how the program is reached. The zero Door is http on this machine only.
type Door struct {
	// Secure means that browsers use https, to the program or to a proxy in front of it.
	Secure bool
	// Proxy means that a proxy of the company is in front, and that the last address in X-Forwarded-For is the
	// one from which the proxy was asked.
	Proxy bool
	// Hosts are the host names that are accepted besides those of this machine.
	Hosts []string
}

// LocalAddress checks an address to listen on: until there are roles, only this machine may reach the program.
// It returns host and port.
func LocalAddress(addr string) (host, port string, err error) {
	host, port, err = net.SplitHostPort(addr)
	if err != nil {
		return "", "", fault.Invalidf("%q is not an address: write HOST:PORT, such as 127.0.0.1:8080", addr)
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n > 65535 {
		return "", "", fault.Invalidf("%q is not a port: use 0 to 65535, where 0 takes a free one", port)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || (ip != netip.MustParseAddr("127.0.0.1") && ip != netip.IPv6Loopback()) {
		return "", "", fault.Invalidf(
			"%q would let other machines in over a connection without TLS: use 127.0.0.1 or [::1]",
			addr)
	}
	return host, port, nil
}

// localHost reports whether a Host header names this machine. With any other name, a web page has pointed its
// own name here.
func localHost(hostport string) bool {
	host := hostport
	if h, port, err := net.SplitHostPort(hostport); err == nil {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return false
		}
		host = h
		if h == "::1" {
			host = "[::1]"
		}
	}
	switch strings.ToLower(host) {
	case "localhost", "127.0.0.1", "[::1]":
		return true
	}
	return false
}

// answersTo reports whether a Host header names this program. With any other name, a web page has pointed its
// own name here.
func (g *Gate) answersTo(hostport string) bool {
	if localHost(hostport) {
		return true
	}
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	for _, name := range g.Hosts {
		if strings.EqualFold(name, host) {
			return true
		}
	}
	return false
}

// addressOf returns the address from which a request came. A proxy adds the address from which it was asked at
// the end of X-Forwarded-For; the addresses before it may be forged.
func (g *Gate) addressOf(r *http.Request) string {
	if g.Proxy {
		all := r.Header.Values("X-Forwarded-For")
		if len(all) > 0 {
			last := all[len(all)-1]
			last = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
			if ip, err := netip.ParseAddr(last); err == nil {
				return ip.Unmap().String()
			}
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Unmap().WithZone("").String()
	}
	return host
}

// origin is the address from which a request came, and the session that it has.
func (g *Gate) origin(r *http.Request) auth.Origin {
	o := auth.Origin{Address: g.addressOf(r), Agent: r.UserAgent()}
	if held := g.secrets(r); len(held) > 0 {
		o.Secret = held[0]
	}
	return o
}

// base returns the address of the program as the request has it; its host was checked.
func (g *Gate) base(r *http.Request) string {
	if g.Secure {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
