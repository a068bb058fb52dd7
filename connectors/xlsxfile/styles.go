package xlsxfile

import "strings"

// style is how a cell's number is to be read.
type style uint8

const (
	plain   style = iota
	date          // a day, with or without a time
	clock         // a time of day or a length of time
	percent       // 0.6 stands for 60%
)

// readStyles finds out for each cell style what its number format means.
func (b *book) readStyles(part string) error {
	if b.parts[part] == nil {
		return nil
	}
	var s struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.decode(part, &s); err != nil {
		return err
	}
	codes := map[int]string{}
	for _, f := range s.Formats {
		codes[f.ID] = f.Code
	}
	for _, c := range s.Cells {
		if code, ok := codes[c.Format]; ok {
			b.styles = append(b.styles, meaning(code))
		} else {
			b.styles = append(b.styles, builtin(c.Format))
		}
	}
	return nil
}

// builtin is what the formats mean that files need not spell out (ECMA-376 part 1, 18.8.30).
func builtin(id int) style {
	switch {
	case id == 9, id == 10:
		return percent
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return date
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return clock
	}
	return plain
}

// meaning reads a format's code: "dd/mm/yyyy hh:mm", "[h]:mm", "0.0%", "#,##0.00 [$€-407]".
func meaning(code string) style {
	days, hours, percents := false, false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"': // literal text
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return plain
			}
			i += end + 1
		case '\\', '_', '*': // the next character is literal, or as wide, or repeated
			i++
		case '[': // a colour, a condition, a currency, a language; or hours beyond a day
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return plain
			}
			if inside := strings.ToLower(code[i+1 : i+end]); inside != "" && strings.Trim(inside, "hms") == "" {
				hours = true
			}
			i += end
		case ';': // how negative numbers look says nothing new
			i = len(code)
		case 'y', 'Y', 'd', 'D':
			days = true
		case 'h', 'H', 's', 'S':
			hours = true
		case 'm', 'M': // months, unless hours or seconds stand beside them
			if !hours && !strings.ContainsAny(code[i:], "hHsS") {
				days = true
			}
		case '%':
			percents = true
		case 'G', 'g': // General, and years of an era
			if strings.HasPrefix(strings.ToLower(code[i:]), "general") {
				i += len("general") - 1
			}
		case 'E', 'e': // 0.00E+00
		case '0', '#', '?':
		}
	}
	switch {
	case days:
		return date
	case hours:
		return clock
	case percents:
		return percent
	}
	return plain
}
