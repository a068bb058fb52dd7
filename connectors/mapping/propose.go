package mapping

import (
	"context"
	"errors"
	"slices"

	"salesops/connectors"
	"salesops/internal/fault"
)

// Wanted is what somebody wants suggested for some files.
type Wanted struct {
	// Source is what ids belong to. Where it is empty it is the system whose layout reads some of
	// the files, so that their ids are the same, and else Otherwise.
	Source, Otherwise string
	// File, if given, has rows of Object, whatever they look like.
	File, Object string
	// Before is a mapping that is there already. It says the encoding where none is given; with File,
	// only what it says of this file is written anew.
	Before string
	// Kept are mappings that read their files in place of a guess.
	Kept []Kept
}

// Propose looks at the files that the options name and writes a mapping for them. Of the options it
// takes what connectors.Look takes. A mapping for files whose encoding was given says it, because
// an import has to read them as they were read here.
func Propose(ctx context.Context, o connectors.Options, w Wanted) (s Suggestion, err error) {
	if o.Encoding == "" && w.Before != "" {
		before, err := outline(w.Before)
		if err != nil {
			return s, err
		}
		o.Encoding = before.Encoding
	}
	samples, err := connectors.Look(o)
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, samples.Close()) }()
	source := w.Source
	if source == "" {
		source = sourceOf(samples.List, w.Otherwise)
	}
	as := map[string]string{}
	if w.Object != "" {
		as[w.File] = w.Object
	}
	if s, err = Suggest(ctx, samples.List, source, as); err != nil {
		return s, err
	}
	if w.Before != "" && w.File != "" {
		s.Text, err = s.within(w.Before, w.File)
	} else {
		err = s.take(w.Kept)
	}
	if err == nil && o.Encoding != "" {
		s.Text, err = Revise(s.Text, Change{What: SetSetting, Name: "encoding", Value: o.Encoding})
	}
	return s, err
}

func outline(text string) (Outline, error) {
	m, err := Parse("mapping", []byte(text))
	if err != nil {
		return Outline{}, err
	}
	return m.Outline(), nil
}

// within is a mapping with what is suggested for one file in place of what it said of it. Questions
// whose answer stands at its top are taken away.
func (s *Suggestion) within(before, file string) (string, error) {
	at := slices.IndexFunc(s.Tables, func(t Table) bool { return t.File == file })
	if at < 0 {
		return "", fault.Invalidf("none of the files is called %s", file)
	}
	text, err := Graft(before, s.Text, s.Tables[at].Head)
	if err != nil {
		return "", err
	}
	o, err := outline(text)
	if err != nil {
		return "", err
	}
	var changes []Change
	for i, e := range o.Entries {
		for _, q := range s.Questions {
			known := q.Ask == AskDates && o.Dates != "" || q.Ask == AskNumbers && o.Numbers != ""
			if known && slices.Contains(e.Undecided, q.Text) {
				changes = append(changes, Change{What: Settle, Entry: i, Value: q.Text})
			}
		}
	}
	if len(changes) == 0 {
		return text, nil
	}
	return Revise(text, changes...)
}

// take lets kept mappings say what their own files mean. One import has one zone, order of dates,
// encoding and source: the first kept mapping gives them, and another that says something else is
// left out.
func (s *Suggestion) take(kept []Kept) error {
	var settings *Outline
	for _, k := range kept {
		m, err := Parse(k.Name, []byte(k.Text))
		if err != nil {
			continue // the list of kept mappings says why
		}
		o := m.Outline()
		if settings != nil && settingTexts(o) != settingTexts(*settings) {
			continue
		}
		for i := range s.Tables {
			t := &s.Tables[i]
			if t.Kept != "" || t.Layout != "" || t.Reason != "" || !m.Reads(t.Head) {
				continue
			}
			if settings == nil {
				settings = &o
				if s.Text, err = Revise(s.Text, settingsOf(o)...); err != nil {
					return err
				}
			}
			if s.Text, err = Graft(s.Text, k.Text, t.Head); err != nil {
				return err
			}
			t.Kept = k.Name
		}
	}
	return nil
}

// settingNames are what a mapping says of all its files.
var settingNames = [...]string{"source", "zone", "currency", "dates", "numbers", "encoding"}

func settingTexts(o Outline) [len(settingNames)]string {
	return [...]string{o.Source, o.Zone, o.Currency, o.Dates, o.Numbers, o.Encoding}
}

func settingsOf(o Outline) []Change {
	changes := []Change{{What: SetStages, Stages: o.Stages}}
	for i, value := range settingTexts(o) {
		if value != "" {
			changes = append(changes, Change{What: SetSetting, Name: settingNames[i], Value: value})
		}
	}
	return changes
}
