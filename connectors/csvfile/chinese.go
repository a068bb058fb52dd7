package csvfile

// pairs counts how the bytes beyond ASCII of a file follow each other, to tell Chinese text in
// GB18030 from Western text with accents: Chinese characters are two such bytes, accents are
// one, and the common characters begin with bytes that Western letters rarely double.
type pairs struct {
	run          int // bytes beyond ASCII at the end of what was seen
	lead         byte
	even, odd    int // runs
	common, rare int // pairs whose first byte is that of a common character, and others
}

func (p *pairs) see(c byte) {
	if c < 0x80 {
		if p.run > 0 {
			p.end()
		}
		return
	}
	p.run++
	if p.run%2 == 1 {
		p.lead = c
		return
	}
	switch {
	case c < 0xA1:
		p.rare++
	case p.lead >= 0xB0 && p.lead <= 0xD7, p.lead >= 0xA1 && p.lead <= 0xA9:
		p.common++
	default:
		p.rare++
	}
}

func (p *pairs) end() {
	if p.run%2 == 0 {
		p.even++
	} else {
		p.odd++
	}
	p.run = 0
}

// chinese says that the text is more likely GB18030 than Windows-1252.
func (p *pairs) chinese() bool {
	if p.run > 0 {
		p.end()
	}
	return p.common > 0 && p.common > 2*p.rare && p.even > 4*p.odd
}
