package notify

import (
	html "html/template"
	"strings"
)

// page shows the paragraphs of a message. It loads nothing, so that opening it tells nobody.
var page = html.Must(html.New("mail").Parse(`<!DOCTYPE html>
<html lang="{{.Language}}">
<head><meta charset="utf-8"><title>{{.Subject}}</title></head>
<body style="font-family:sans-serif;line-height:1.5">
{{range .Paragraphs}}<p>{{if eq . $.Link}}<a href="{{.}}">{{.}}</a>{{else}}{{.}}{{end}}</p>
{{end}}</body>
</html>
`))

// htmlOf is a message's text as a page, with its link as one. The template escapes what was typed.
func (l Letter) htmlOf(m Message) (string, error) {
	language := l.Language
	if language != Portuguese && language != Chinese {
		language = English
	}
	var b strings.Builder
	err := page.Execute(&b, struct {
		Language      Language
		Subject, Link string
		Paragraphs    []string
	}{language, m.Subject, l.Link, strings.Split(strings.TrimSuffix(m.Text, "\n"), "\n\n")})
	return b.String(), err
}
