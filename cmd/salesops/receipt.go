package main

import (
	"context"
	"fmt"
	"strings"

	"salesops/api"
)

// opensLinks reports whether the command has links to numbers instead of a question.
func (c *metricCommand) opensLinks() bool { return c.Name == "receipt" || c.Name == "explain" }

func (c *metricCommand) checkLinks() error {
	switch {
	case c.Name == "receipt" && (c.Own == "" || c.Other != ""):
		return wrongUsef("give one link to a number: salesops metric receipt LINK (metric NAME --link prints one)")
	case c.Name == "explain" && (c.Own == "" || c.Other == ""):
		return wrongUsef(
			"give two links to numbers: salesops metric explain LINK OTHER-LINK (metric NAME --link prints one)")
	case c.Name == "receipt" && c.Records:
		return wrongUsef("a link opens to its question: its last line asks again, add --records there")
	case c.From+c.To+c.Grain+c.Compare+c.AsOf+c.KnownAt+c.Org+c.Currency+c.Today+c.Whose != "" ||
		len(c.By)+len(c.Where) > 0 || c.Position != 0 || c.Whole || c.Link:
		return wrongUsef("a link says itself what is asked: leave out the other flags")
	}
	return nil
}

// receipt prints the question of a link, its number as it was, and the command that asks again.
func (c *metricCommand) receipt(ctx context.Context, s *session) error {
	q, d, err := s.shop.engine.Question(c.Own)
	if err != nil {
		return err
	}
	answer, err := s.shop.engine.Replay(ctx, owner, c.Own)
	if err != nil {
		return err
	}
	question, body := api.QuestionOf(q, d), api.AnswerOf(answer)
	switch c.Format {
	case "json":
		return printJSON(s.stdout, struct {
			Question api.ReceiptQuestion `json:"question"`
			Answer   api.Answer          `json:"answer"`
			Command  string              `json:"command"`
		}{question, body, askAgain(question)})
	case "csv":
		return api.WriteCSV(s.stdout, api.AnswerTable(body))
	}
	if err := printAnswer(s.stdout, d.Question, body); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(s.stdout); err != nil {
		return err
	}
	if err := asked(question, body).print(s.stdout); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "\nask again: %s\n", visible(askAgain(question)))
	return err
}

// asked returns everything on which the number of a link depends.
func asked(q api.ReceiptQuestion, a api.Answer) *grid {
	g := &grid{head: []string{"asked", ""}}
	add := func(name, value, none string) {
		if value == "" {
			value = none
		}
		if value != "" {
			g.add(name, value)
		}
	}
	g.add("definition", fmt.Sprintf("%s@%d %s", q.Metric, q.Version, q.Hash))
	g.add("computed as", q.Formula)
	g.add("period", orText(q.From, "the beginning")+" to "+orText(q.To, "the end"))
	add("cut into", q.Grain, "")
	add("cut by", strings.Join(q.By, ", "), "")
	add("only records where", strings.Join(q.Where, " and "), "no condition")
	add("owner / team", strings.Join(a.Whose, ", "), "everybody")
	add("teams", map[string]string{"as-is": "teams today"}[q.Org], "teams then")
	add("compared with", q.Compare, "")
	add("as of", orText(q.AsOf, orText(q.KnownAt, "")), "the day of asking, "+q.Today)
	add("as known on", orText(q.KnownAt, ""), "")
	add("currency", q.Currency, "")
	g.add("log position", fmt.Sprint(q.Position))
	return g
}

// askAgain returns the command that asks a link's question again at the same position of the log.
func askAgain(q api.ReceiptQuestion) string {
	out := []string{"salesops", "metric", fmt.Sprintf("%s@%d", q.Metric, q.Version)}
	flag := func(name, value string) {
		if value != "" {
			out = append(out, "--"+name, shellWord(value))
		}
	}
	flag("from", orText(q.From, ""))
	flag("to", orText(q.To, ""))
	flag("grain", q.Grain)
	flag("by", strings.Join(q.By, ","))
	for _, w := range q.Where {
		flag("where", w)
	}
	flag("whose", q.Whose)
	flag("compare", q.Compare)
	if q.Compare != "" && q.Whole {
		out = append(out, "--whole")
	}
	flag("as-of", orText(q.AsOf, ""))
	flag("known-at", orText(q.KnownAt, ""))
	flag("org", q.Org)
	flag("currency", q.Currency)
	flag("today", q.Today)
	flag("position", fmt.Sprint(q.Position))
	return strings.Join(out, " ")
}

// shellWord quotes a word that a shell would split.
func shellWord(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.,:@", r)
	}
	if strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return shellQuoted(s)
}

func orText(s *string, none string) string {
	if s == nil {
		return none
	}
	return *s
}
