package csvfile

// pairs counts how the bytes beyond ASCII of a file follow each other, to tell Chinese text in
// GB18030 from Western text with accents: Chinese characters are two such bytes, accents are
// one, and the common characters begin with bytes that Western letters rarely double.
type pairs struct {
	run          int // bytes beyond ASCII at the end of what was seen
	lead         byte
	even, odd    int // runs
	common, rare int // pairs whose first byte is that of a common character, and others
	late, kana   int // of the common: those that are no Korean in EUC-KR; Japanese syllables
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
		switch {
		case p.lead >= 0xC9 && p.lead <= 0xD7:
			p.late++
		case p.lead == 0xA4, p.lead == 0xA5:
			p.kana++
		}
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

// chinese says that the text is GB18030 rather than Windows-1252, Korean or Japanese.
func (p *pairs) chinese() bool {
	if p.run > 0 {
		p.end()
	}
	return p.common > 0 && p.common > 2*p.rare && p.even > 4*p.odd && p.late*10 >= p.common && p.kana*10 <= p.common
}
