package connectors

import (
	"salesops/connectors/csvfile"
	"salesops/connectors/icsfile"
	"salesops/connectors/tool"
)

// sources are the files of an import: what recognition gives.
type sources struct {
	all   []*file // every file found
	files []*file // those that a layout knows
	shelf shelf
}

func newSources(in *setting) (*sources, error) {
	var s sources
	var err error
	if s.shelf.encoding, err = csvfile.ParseEncoding(in.o.Encoding); err != nil {
		return nil, err
	}
	s.shelf.spool.Dir = in.o.SpillDir
	s.shelf.calendar = icsfile.Settings{Zone: in.o.Zone, Company: in.company, Today: in.now.Day(in.company)}
	return &s, nil
}

func (s *sources) close() {
	for _, f := range s.files {
		f.joins.close()
	}
	_ = s.shelf.close() // temporary files: what is left goes at the next start
}

// recogniser is the stage that finds the files and the layout of each.
type recogniser struct {
	*setting
	*sources
	*subjects
	*learnt
}

// recognise finds the files, their layouts and the source that the records are of.
func (m *recogniser) recognise() error {
	paths, err := discover(&m.o)
	if err != nil {
		return err
	}
	for _, p := range paths {
		files, err := p.look(&m.shelf)
		if err != nil {
			return err
		}
		m.all = append(m.all, files...)
	}
	if err := m.choose(); err != nil {
		return err
	}
	for _, f := range m.all {
		if f.layout == nil {
			continue
		}
		m.stages.learnFrom(f.tool) // also when no file has a column for the stage
		f.object = m.reg.index[f.layout.Object]
		if m.source == "" && !f.layout.Aside && !tool.Lends(f.tool) {
			m.source = f.tool.Name()
		}
		f.bind()
		m.files = append(m.files, f)
	}
	if m.source == "" && len(m.files) > 0 {
		m.source = m.files[0].tool.Name()
	}
	return nil
}
