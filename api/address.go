package api

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"salesops/auth"
	"salesops/internal/fault"
)

// Door says how the program is reached. The zero Door is http on this machine only.
type Door struct {
	// Secure means that browsers use https, to the program or to a proxy in front of it.
	Secure bool
	// Proxies are the addresses from which a proxy of the company asks. What a request says about its origin
	// (X-Forwarded-For, X-Forwarded-Proto) is believed from these alone, because anybody can write it.
	Proxies []netip.Prefix
	// Hosts are the host names that are accepted besides those of this machine.
	Hosts []string
	// Base is the address that people open, such as https://sales.example.com, for links that are sent to them;
	// "" takes the one in the request.
	Base string
}

// ListenAddress checks an address to listen on. Other machines reach the program over an encrypted connection
// only, and under a name that it knows. It returns host and port.
func (d Door) ListenAddress(addr string) (host, port string, err error) {
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
	switch {
	case err == nil && (ip == netip.MustParseAddr("127.0.0.1") || ip == netip.IPv6Loopback()):
		return host, port, nil
	case !d.Secure:
		return "", "", fault.Invalidf("%q would let other machines in over a connection without TLS: use 127.0.0.1 or "+
			"[::1], or serve with --tls-cert and --tls-key, or with --behind-proxy", addr)
	case err != nil && host != "":
		return "", "", fault.Invalidf("%q is not an address of this machine: use its number, or nothing for all, "+
			"as in :%s", host, port)
	case len(d.Hosts) == 0:
		return "", "", fault.Invalidf("%q lets other machines in: say with --host the name by which they ask", addr)
	}
	return host, port, nil
}

// trusts reports whether a request comes from a proxy of the company.
func (d Door) trusts(r *http.Request) bool {
	ip, err := netip.ParseAddr(sender(r))
	return err == nil && d.isProxy(ip)
}

func (d Door) isProxy(ip netip.Addr) bool {
	return slices.ContainsFunc(d.Proxies, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// encrypted reports whether the browser sent a request over https. A proxy says so of what it passes on.
func (d Door) encrypted(r *http.Request) bool {
	if said := lastOf(r.Header.Values("X-Forwarded-Proto")); said != "" && d.trusts(r) {
		return strings.EqualFold(said, "https")
	}
	return r.TLS != nil
}

// lastOf returns the last element of a header that is a list: the one that the nearest sender added.
func lastOf(values []string) string {
	all := strings.Split(strings.Join(values, ","), ",")
	return strings.TrimSpace(all[len(all)-1])
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
		if strings.EqualFold(name, strings.Trim(host, "[]")) {
			return true
		}
	}
	return false
}

// addressOf returns the address from which a request came. Each proxy adds the address from which it was asked at
// the end of X-Forwarded-For, so the last one that is no proxy is it; the addresses before it may be forged.
func (g *Gate) addressOf(r *http.Request) string {
	from := sender(r)
	if !g.trusts(r) {
		return from
	}
	all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, text := range slices.Backward(all) {
		ip, err := netip.ParseAddr(strings.TrimSpace(text))
		if err != nil {
			break
		}
		ip = ip.Unmap().WithZone("")
		from = ip.String()
		if !g.isProxy(ip) {
			break
		}
	}
	return from
}

// sender returns the address of the other end of the connection.
func sender(r *http.Request) string {
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
	o := auth.Origin{Address: g.addressOf(r), Agent: r.UserAgent(), Language: languageOf(r)}
	if held := g.secrets(r); len(held) > 0 {
		o.Secret = held[0]
	}
	return o
}

// base returns the address of the program for links. A request's own host was checked.
func (g *Gate) base(r *http.Request) string {
	switch {
	case g.Base != "":
		return g.Base
	case g.Secure:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// languageOf returns the first language of a request that the product speaks; "" for none.
func languageOf(r *http.Request) string {
	for wanted := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(wanted)), ";")
		for _, known := range []struct{ begins, language string }{{"en", "en"}, {"pt", "pt-BR"}, {"zh", "zh-Hans"}} {
			if tag == known.begins || strings.HasPrefix(tag, known.begins+"-") {
				return known.language
			}
		}
	}
	return ""
}
