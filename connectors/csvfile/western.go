package csvfile

// western counts what speaks against text in Windows-1252, which any bytes can be read as: runs of
// bytes beyond ASCII, as whole words of other scripts are, signs inside of words, and bytes that
// stand for no character.
type western struct {
	run, runs, long   int
	beyond, strange   int
	inWord, afterSign bool // what was seen last: a letter; a sign behind a letter
}

func (w *western) see(c byte) {
	if c < 0x80 {
		w.endRun()
	} else {
		w.run++
		w.beyond++
	}
	letter := isLetter(c)
	if noCharacter(c) || letter && w.afterSign {
		w.strange++
	}
	w.afterSign = w.inWord && sign(c)
	w.inWord = letter
}

// skip passes over ASCII that ends with c.
func (w *western) skip(c byte) {
	w.inWord, w.afterSign = isLetter(c), false
}

func (w *western) endRun() {
	if w.run > 0 {
		w.runs++
	}
	if w.run > 2 {
		w.long++
	}
	w.run = 0
}

// doubtful says that the text may well be no Windows-1252.
func (w *western) doubtful() bool {
	w.endRun()
	return w.long*20 > w.runs || w.strange*20 > w.beyond
}

// isLetter says that a byte of Windows-1252 is a letter.
func isLetter(c byte) bool {
	switch c {
	case 0x8A, 0x8C, 0x8E, 0x9A, 0x9C, 0x9E, 0x9F:
		return true
	case 0xD7, 0xF7:
		return false
	}
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0xC0
}

func noCharacter(c byte) bool {
	return c == 0x81 || c == 0x8D || c == 0x8F || c == 0x90 || c == 0x9D
}

// sign says that a byte is a sign of Windows-1252 that stands in no word: apostrophes, dashes and
// marks of trade do.
func sign(c byte) bool {
	switch c {
	case 0x85, 0x91, 0x92, 0x96, 0x97, 0x99, 0xA0, 0xAB, 0xAD, 0xAE, 0xB4, 0xB7, 0xBB, 0xAA, 0xBA:
		return false
	}
	return c >= 0x80 && c < 0xC0 && !isLetter(c)
}
