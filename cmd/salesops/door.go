package main

import (
	"net"
	"net/netip"

	"salesops/api"
	"salesops/internal/fault"
)

// doorFlags say how other machines reach the program.
type doorFlags struct {
	TLSCert     string   `name:"tls-cert" placeholder:"FILE" complete:"files" help:"Serve https with this certificate, and those that it was signed with after it (PEM)."`
	TLSKey      string   `name:"tls-key" placeholder:"FILE" complete:"files" help:"The private key of the certificate (PEM)."`
	BehindProxy []string `placeholder:"CIDR" help:"Addresses from which a proxy with https passes requests on, such as 127.0.0.1 or 10.0.0.0/28. What the proxy says about the origin of a request is believed."`
	Host        []string `placeholder:"NAME" help:"Name by which people open the program, also several; the first is the one in links."`
}

// set reports whether any flag is given.
func (f doorFlags) set() bool {
	return f.TLSCert != "" || f.TLSKey != "" || len(f.BehindProxy) > 0 || len(f.Host) > 0
}

// door checks the flags. It reads no file.
func (f doorFlags) door() (api.Door, error) {
	d := api.Door{Hosts: f.Host, Secure: f.TLSCert != "" || len(f.BehindProxy) > 0}
	if (f.TLSCert == "") != (f.TLSKey == "") {
		return d, fault.Invalidf("--tls-cert and --tls-key go together: give both")
	}
	for _, text := range f.BehindProxy {
		prefix, err := netip.ParsePrefix(text)
		if ip, alone := netip.ParseAddr(text); alone == nil && ip.Zone() == "" {
			prefix, err = ip.Prefix(ip.BitLen())
		}
		switch {
		case err != nil:
			return d, fault.Invalidf("--behind-proxy %s: an address or a range, such as 127.0.0.1 or 10.0.0.0/28", text)
		case prefix.Bits() == 0:
			return d, fault.Invalidf("--behind-proxy %s: anybody would be believed: name the proxy's own addresses",
				text)
		}
		d.Proxies = append(d.Proxies, prefix.Masked())
	}
	for _, name := range f.Host {
		if !plainName(name) {
			return d, fault.Invalidf("--host %q: a name alone, such as sales.example.com", name)
		}
	}
	if f.TLSCert == "" && d.Secure && len(f.Host) == 0 {
		return d, fault.Invalidf("--behind-proxy needs --host: the name under which the proxy is reached")
	}
	return d, nil
}

// plainName reports whether a text is the name of a host or its address, without a port.
func plainName(name string) bool {
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	for _, c := range name {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.') {
			return false
		}
	}
	return name != "" && len(name) <= 253
}

// base is the address that people open. A proxy is reached at the usual port of https.
func (f doorFlags) base(listens, port string) string {
	switch {
	case len(f.Host) == 0:
		return "https://" + listens
	case len(f.BehindProxy) > 0 || port == "443":
		return "https://" + hostOf(f.Host[0])
	}
	return "https://" + net.JoinHostPort(f.Host[0], port)
}

// hostOf puts an address of IPv6 in brackets, as it stands in an address of the web.
func hostOf(name string) string {
	if ip, err := netip.ParseAddr(name); err == nil && ip.Is6() {
		return "[" + name + "]"
	}
	return name
}
