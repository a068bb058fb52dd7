package connectors

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"salesops/connectors/cell"
	"salesops/connectors/table"
	"salesops/connectors/tool"
	"salesops/internal/money"
	"salesops/record"
	"salesops/sales"
)

// finding is a problem while an import runs.
type finding struct {
	count, of int64
	sums      map[string]int64 // minor units by currency
	examples  []example
	metrics   []string // beside those of its code
}

type example struct {
	o            ord
	name, detail string
}

const mostExamples = 5

// problemBook collects what is wrong or guessed, by code.
type problemBook struct {
	by map[string]*finding
	// keys are those of the examples of CodeUnjoined.
	keys []string
}

func newProblems() *problemBook { return &problemBook{by: map[string]*finding{}} }

func (b *problemBook) of(code string) *finding {
	f := b.by[code]
	if f == nil {
		f = &finding{sums: map[string]int64{}}
		b.by[code] = f
	}
	return f
}

func (f *finding) add(o ord, name, detail string) {
	f.count++
	if len(f.examples) < mostExamples {
		f.examples = append(f.examples, example{o, name, detail})
	}
}

const noRecord = ord(1<<32 - 1)

// Codes of problems. web words them in other languages; words.go has the English.
const (
	CodeClosedBeforeCreated = "wins_closed_before_created"
	CodeReversedWins        = "reversed_wins"
	CodeReconciledStage     = "reconciled_stages"
	CodeReconciledAmount    = "reconciled_amounts"
	CodeReconciledCloseDate = "reconciled_close_dates"
	CodeReconciledOther     = "reconciled_values"
	CodeNoOwners            = "deals_without_owner"
	CodeNoStage             = "deals_without_stage"
	CodeNoHistory           = "deals_without_history"
	CodeWinsWithoutAmount   = "wins_without_amount"
	CodeClosedWithoutDate   = "closed_without_close_date"
	CodeUnknownStages       = "stages_unknown"
	CodeConflictingStages   = "stages_conflicting"
	CodeLeadConflicts       = "lead_status_conflicts"
	CodeLeadsWithoutDate    = "leads_without_created_date"
	CodeWithoutDate         = "records_without_created_date"
	CodeStubs               = "missing_records"
	CodeRejected            = "rejected_rows"
	CodeUnknownFiles        = "unknown_files"
	CodeUnreadable          = "unreadable_cells"
	CodeDuplicates          = "duplicate_rows"
	CodeFuture              = "dates_in_the_future"
	CodeIgnoredHistory      = "ignored_history_rows"
	CodeRefused             = "refused_changes"
	CodeNamesUnknown        = "names_unknown"
	CodeNamesTwice          = "names_twice"
	CodeNamesAccepted       = "names_accepted"
	CodeMadeIDs             = "ids_made"
	CodeSameRows            = "same_rows"
	CodeConflictingFlags    = "conflicting_flags"
	CodeConflictingMerges   = "conflicting_merges"
	CodeUndatedMerges       = "merges_without_date"
	CodeUnnamedTables       = "unnamed_tables"
	CodeEmptyWords          = "empty_words"
	CodeDamagedIDs          = "damaged_ids"
	CodeRatesBase           = "rates_base"
	CodeRatesUndated        = "rates_undated"
	CodeRatesAside          = "rates_aside"
	CodeLikeFields          = "columns_like_fields"
	CodeUnjoined            = "join_keys_unknown"
	CodeSuperseded          = string(table.Superseded)
	CodeQuarters            = "quarters_read"
	CodeBanner              = string(table.Banner)
	CodeEditsKept           = "edits_kept"
	CodeEditsReplaced       = "edits_replaced"
	CodeSeriesCut           = string(table.SeriesCut)
	CodeSeriesEndless       = string(table.Endless)
	CodeZonesUnknown        = string(table.ZoneUnknown)
	CodeOwnersGuessed       = string(table.OwnerGuessed)
	CodeOwnersNobody        = string(table.Ownerless)
	CodeUnwrapped           = string(table.Unwrapped)
	CodePreface             = string(table.Preface)
	CodeSubtotals           = string(table.Subtotal)
	CodeMerged              = string(table.Merged)
	CodeHidden              = string(table.Hidden)
	CodeFooter              = string(table.Footer)
	CodeErrorCells          = string(table.CellError)
	CodeBeside              = string(table.Beside)
	CodeLost                = string(table.Lost)
	CodeBrokenOff           = "files_broken_off"
	CodeKeptAbsent          = "absent_records_kept"
	CodeUnitAssumed         = "units_assumed"
	CodeHeaderAgain         = string(table.HeaderAgain)
	CodeUnevenSplits        = "uneven_splits"
	CodeRatesMissing        = "rates_missing"
	CodeLayoutsAlike        = "layouts_alike"
)

// effects says for each problem how much it matters (lower first) and which metrics it moves.
var effects = map[string]struct {
	rank    int
	metrics []string
}{
	CodeClosedBeforeCreated: {10, []string{"cycle_won_mean", "cycle_won_median", "cycle_km_median", "cycle_rmst"}},
	CodeReversedWins:        {11, []string{"win_rate", "won_revenue", "won_deals", "asp"}},
	CodeRefused:             {12, nil},
	CodeUnknownStages:       {13, []string{"win_rate", "won_revenue", "open_pipeline"}},
	CodeConflictingStages:   {14, []string{"win_rate", "won_revenue"}},
	CodeNoOwners:            {15, []string{"revenue_per_rep", "revenue_per_fte"}},
	CodeRejected:            {16, nil},
	CodeUnknownFiles:        {17, nil},
	CodeWinsWithoutAmount:   {18, []string{"won_revenue", "asp", "win_rate_value"}},
	CodeClosedWithoutDate:   {19, []string{"win_rate", "won_revenue"}},
	CodeReconciledStage:     {20, []string{"win_rate", "open_pipeline"}},
	CodeReconciledAmount:    {21, []string{"won_revenue", "open_pipeline"}},
	CodeReconciledCloseDate: {22, []string{"win_rate", "won_revenue", "cycle_won_mean"}},
	CodeLeadConflicts:       {23, []string{"lead_to_deal", "lead_to_customer"}},
	CodeLeadsWithoutDate:    {24, []string{"leads_created", "lead_to_deal", "lead_to_customer"}},
	CodeNoStage:             {14, []string{"win_rate", "won_revenue", "open_pipeline"}},
	CodeNoHistory:           {25, []string{"open_pipeline", "win_rate"}},
	CodeStubs:               {26, nil},
	CodeFuture:              {27, nil},
	CodeUnreadable:          {28, nil},
	CodeDuplicates:          {29, nil},
	CodeReconciledOther:     {30, nil},
	CodeIgnoredHistory:      {31, nil},
	CodeConflictingFlags:    {14, []string{"win_rate", "won_revenue", "open_pipeline"}},
	CodeErrorCells:          {28, nil},
	CodeEditsReplaced:       {12, nil},
	CodeEditsKept:           {13, nil},
	CodeSameRows:            {30, nil},
	CodeUnwrapped:           {31, nil},
	CodeHeaderAgain:         {31, nil},
	CodeSeriesCut:           {18, []string{"selling_time", "activities"}},
	CodeSeriesEndless:       {34, nil},
	CodeZonesUnknown:        {15, []string{"selling_time"}},
	CodeOwnersGuessed:       {27, []string{"selling_time", "calendar_coverage"}},
	CodeOwnersNobody:        {15, []string{"selling_time", "calendar_coverage"}},
	CodeFooter:              {31, nil},
	CodePreface:             {33, nil},
	CodeBanner:              {33, nil},
	CodeQuarters:            {33, nil},
	CodeSubtotals:           {31, nil},
	CodeMerged:              {32, nil},
	CodeHidden:              {14, []string{"won_revenue", "open_pipeline"}},
	CodeBeside:              {33, nil},
	CodeLost:                {17, nil},
	CodeBrokenOff:           {8, nil},
	CodeKeptAbsent:          {9, nil},
	CodeUnitAssumed:         {30, nil},
	CodeUnevenSplits:        {15, []string{"revenue_per_rep", "quota_attainment"}},
	CodeRatesMissing:        {11, []string{"won_revenue", "open_pipeline"}},
	CodeLayoutsAlike:        {9, nil},
	CodeWithoutDate:         {32, nil}, // by object: restsOnCreation
	CodeNamesUnknown:        {15, nil},
	CodeNamesTwice:          {15, nil},
	CodeNamesAccepted:       {33, nil},
	CodeMadeIDs:             {34, nil},
	CodeConflictingMerges:   {21, []string{"won_revenue", "open_pipeline", "won_deals"}},
	CodeUndatedMerges:       {27, []string{"new_customers", "won_revenue", "customers"}},
	CodeUnnamedTables:       {18, nil},
	CodeSuperseded:          {33, nil},
	CodeEmptyWords:          {28, nil},
	CodeLikeFields:          {9, nil},
	CodeUnjoined:            {15, nil},
	CodeRatesBase:           {33, nil},
	CodeRatesUndated:        {27, []string{"won_revenue", "open_pipeline"}},
	CodeRatesAside:          {33, nil},
	CodeDamagedIDs:          {7, []string{"won_revenue", "customers"}},
}

func (b *problemBook) future(o ord) { b.of(CodeFuture).add(o, "", "") }

func (b *problemBook) reconciled(o ord, name, field string) {
	code := CodeReconciledOther
	switch field {
	case "outcome", "pipeline": // told with the stage
		return
	case stageField:
		code = CodeReconciledStage
	case "amount":
		code = CodeReconciledAmount
	case "close_date":
		code = CodeReconciledCloseDate
	}
	detail := ""
	if code == CodeReconciledOther {
		detail = field
	}
	b.of(code).add(o, name, detail)
}

func (b *problemBook) sameRows(o ord, n int) {
	p := b.of(CodeSameRows)
	p.add(o, "", "")
	p.count += int64(n) - 1
}

// duplicate counts rows, not records: a record of three rows has two that do not count.
func (b *problemBook) duplicate(o ord, n int, why string) {
	p := b.of(CodeDuplicates)
	p.add(o, "", why)
	p.count += int64(n) - 1
}

func (b *problemBook) damagedID(f *file, c *column, s string) {
	b.cell(CodeDamagedIDs, f.name+", "+c.header+": "+cell.Shorten(s))
}

func (b *problemBook) unreadable(f *file, c *column) { b.cell(CodeUnreadable, f.name+", "+c.header) }

func (b *problemBook) emptyWord(f *file, c *column, s string) {
	b.cell(CodeEmptyWords, f.name+", "+c.header+": "+s)
}

// rate counts a rate; examples are of different currencies.
func (b *problemBook) rate(code, name string) {
	p := b.of(code)
	p.count++
	if len(p.examples) < mostExamples && !slices.ContainsFunc(p.examples,
		func(e example) bool { return e.name == name }) {
		p.examples = append(p.examples, example{noRecord, name, ""})
	}
}

// unjoined counts a row whose key no joined row has; examples are of different keys.
func (b *problemBook) unjoined(key, where string) {
	p := b.of(CodeUnjoined)
	p.count++
	if len(p.examples) < mostExamples && !slices.Contains(b.keys, key) {
		b.keys = append(b.keys, key)
		p.examples = append(p.examples, example{noRecord, "", where})
	}
}

// cell counts a cell; examples are of different columns.
func (b *problemBook) cell(code, where string) {
	p := b.of(code)
	p.count++
	if len(p.examples) < mostExamples && !slices.ContainsFunc(p.examples,
		func(e example) bool { return e.detail == where }) {
		p.examples = append(p.examples, example{noRecord, "", where})
	}
}

// inspect looks at one record as the import leaves it.
func (a *assembler) inspect(o ord, c *current, s *story) {
	object := a.reg.objectOf(o).Name
	name := a.nameFor(o, c)
	a.noteSplit(o, c)
	a.noteCurrencies(o, c)
	// a meeting is where its start says; when it was entered moves no number
	if _, dated := a.reg.objectOf(o).Field("created_at"); dated && object != sales.Event && c.created == 0 &&
		s.created == 0 && s.first == 0 {
		code := CodeWithoutDate
		if object == sales.Lead {
			code = CodeLeadsWithoutDate
		}
		p := a.problems.of(code)
		p.add(o, name, object)
		if code == CodeWithoutDate {
			for _, m := range restsOnCreation(object) {
				if !slices.Contains(p.metrics, m) {
					p.metrics = append(p.metrics, m)
				}
			}
		}
	}
	switch object {
	case sales.Lead:
		status, _ := c.value("status")
		if converted, ok := c.value("converted"); ok && converted.IsSet() && !converted.Bool() &&
			saysConverted(status.Text()) {
			a.problems.of(CodeLeadConflicts).add(o, name, status.Text())
		}
		a.problems.of(CodeLeadConflicts).of++
	case sales.Deal:
		if c.deleted != yes {
			a.inspectDeal(o, name, c, s)
		}
	}
}

// restsOnCreation names the metrics that look at the day on which a record was created: deals by
// that day, others on past days on which they may not have been there yet.
func restsOnCreation(object string) []string {
	switch object {
	case sales.Deal:
		return []string{"pipeline_created", "win_rate_created", "cycle_won_mean"}
	case sales.Contract:
		return []string{"customers", "mrr"}
	case sales.Order:
		return []string{"ltv_bgnbd"}
	case sales.Cost:
		return []string{"cost"}
	case sales.Activity:
		return []string{"activities"}
	}
	return nil
}

// saysConverted reads a lead's status as a person would.
func saysConverted(status string) bool {
	s := strings.ToLower(status)
	return strings.Contains(s, "converted") && !strings.Contains(s, "not converted") &&
		!strings.Contains(s, "unconverted") && !strings.Contains(s, "non-converted")
}

func (a *assembler) inspectDeal(o ord, name string, c *current, s *story) {
	b := a.problems
	if s.first == 0 && !s.columns {
		b.of(CodeNoHistory).add(o, name, "")
	}
	b.of(CodeNoHistory).of++
	if f := c.facts; f != nil && f.stage != "" {
		byName := a.stages.stage(f.stage).byName
		flags := ""
		switch {
		case f.won == yes && f.closed == no:
			flags = "not closed, but won"
		case f.won == yes && byName != "" && byName != sales.Won:
			flags = "won"
		case f.closed == no && byName != "" && byName != sales.Open:
			flags = "not closed"
		case f.closed == yes && f.won == no && byName != "" && byName != sales.Lost:
			flags = "lost"
		}
		if flags != "" {
			b.of(CodeConflictingFlags).add(o, name, fmt.Sprintf("%s in stage %s", flags, clip(f.stage)))
		}
		b.of(CodeConflictingFlags).of++
	}
	owner, _ := c.value("owner")
	if !owner.IsSet() {
		b.of(CodeNoOwners).add(o, name, "")
	}
	b.of(CodeNoOwners).of++
	outcome, _ := c.value("outcome")
	closeDate, _ := c.value("close_date")
	if n := len(a.reversals); n > 0 && outcome.Text() != sales.Won {
		w, f := a.reversals[n-1], b.of(CodeReversedWins) // the last counts: the deal is one deal
		f.add(o, name, a.dayText(w.at))
		if w.amount.IsSet() {
			f.sums[w.amount.Money().Currency] += w.amount.Money().Minor
		}
	}
	if outcome.Text() != sales.Won && outcome.Text() != sales.Lost {
		return
	}
	if !closeDate.IsSet() {
		b.of(CodeClosedWithoutDate).add(o, name, "")
	}
	if outcome.Text() != sales.Won {
		return
	}
	amount, _ := c.value("amount")
	if !amount.IsSet() {
		b.of(CodeWinsWithoutAmount).add(o, name, "")
	}
	b.of(CodeWinsWithoutAmount).of++
	f := b.of(CodeClosedBeforeCreated)
	f.of++
	if c.created != 0 && closeDate.IsSet() && closeDate.Day() < c.created.Day(a.company) {
		f.add(o, name, closeDate.Day().String())
		if amount.IsSet() {
			f.sums[amount.Money().Currency] += amount.Money().Minor
		}
	}
}

// nameFor is what a report calls a record: its name, or its external id when a name is personal.
func (a *assembler) nameFor(o ord, c *current) string {
	if a.reg.objectOf(o).Name == sales.Rate {
		return rateName(c)
	}
	if v, ok := c.value("name"); ok && v.IsSet() && !tool.PersonalName(a.reg.objectOf(o)) {
		return clip(v.Text())
	}
	return a.reg.at(o).external
}

// list turns the findings into the report's problems, worst first.
func (r *reporter) list() []Problem {
	r.fromStages()
	r.fromFiles()
	for i := range r.counts {
		if n := r.counts[i].Stubbed; n > 0 {
			f := r.problems.of(CodeStubs)
			f.count += n
			if len(f.examples) < mostExamples {
				f.examples = append(f.examples, example{noRecord, "", counted(n, r.reg.objects[i].Name)})
			}
		}
	}
	problems := []Problem{}
	for code, f := range r.problems.by {
		if f.count == 0 {
			continue
		}
		p := Problem{Code: code, Count: f.count, Of: f.of,
			Metrics: slices.Concat(effects[code].metrics, f.metrics), Examples: []Example{}}
		if p.Metrics == nil {
			p.Metrics = []string{}
		}
		p.Amount = largest(f.sums)
		for _, e := range f.examples {
			p.Examples = append(p.Examples, r.show(e))
		}
		p.Message = sentence(&p, r.sources)
		problems = append(problems, p)
	}
	slices.SortFunc(problems, func(x, y Problem) int {
		return cmp.Or(cmp.Compare(rankOf(x), rankOf(y)), cmp.Compare(x.Code, y.Code))
	})
	return problems
}

// rankOf is a problem's place: one that touches few of many stands behind the others of its kind.
func rankOf(p Problem) int {
	rank := effects[p.Code].rank * 10
	if p.Of > 0 && p.Count*10 < p.Of {
		rank += 55
	}
	return rank
}

func (r *reporter) show(e example) Example {
	shown := Example{Name: e.name, Detail: e.detail}
	if e.o == noRecord {
		return shown
	}
	s := r.reg.at(e.o)
	shown.Object = r.reg.objects[s.object].Name
	if shown.Name == "" {
		shown.Name = s.external
	}
	if s.id != 0 && (s.existed || !r.o.DryRun) {
		shown.ID = record.FormatID(shown.Object, s.id)
	}
	return shown
}

func (r *reporter) fromStages() {
	for _, s := range r.stages.stages {
		if s.unknown {
			r.problems.of(CodeUnknownStages).add(noRecord, s.name, "")
		}
		if s.conflicting > 0 {
			r.problems.of(CodeConflictingStages).add(noRecord, s.name, s.outcome)
		}
	}
	for _, code := range []string{CodeUnknownStages, CodeConflictingStages} {
		slices.SortFunc(r.problems.of(code).examples, func(x, y example) int { return cmp.Compare(x.name, y.name) })
	}
}

func (r *reporter) fromFiles() {
	noted := map[string]bool{} // a table may be read with several layouts
	for _, f := range r.all {
		for _, n := range f.noted() {
			if noted[f.name] {
				break
			}
			p := r.problems.of(string(n.Oddity))
			p.count += n.Count
			if len(p.examples) < mostExamples {
				p.examples = append(p.examples,
					example{noRecord, f.name, strings.TrimSuffix(f.name+", "+n.Where, ", ")})
			}
		}
		noted[f.name] = len(f.noted()) > 0
		if f.alike != "" && f.layout != nil {
			r.problems.of(CodeLayoutsAlike).add(noRecord, f.name,
				fmt.Sprintf("%s: %s %s, not %s", f.name, f.tool.Name(), f.layout.Name, f.alike))
		}
		if f.layout != nil && f.layout.Unnamed && f.report.Rows > 0 {
			r.problems.of(CodeUnnamedTables).add(noRecord, f.name, "")
		}
		if f.report.Unknown && f.report.ReasonCode != "file_kind" && f.report.ReasonCode != "file_kind_unknown" {
			r.problems.of(CodeUnknownFiles).add(noRecord, f.name, f.report.Reason)
		}
		if n := f.report.Rejected; n > 0 {
			p := r.problems.of(CodeRejected)
			p.count += n
			for _, row := range f.report.Rejects {
				if len(p.examples) < mostExamples {
					p.examples = append(p.examples, example{noRecord, f.name, rejectText(f.report.Unit, row)})
				}
			}
		}
		if f.layout != nil && f.layout.MadeIDs && f.report.Taken > 0 && f.report.Match == nil {
			p := r.problems.of(CodeMadeIDs)
			p.count += f.report.Taken
			if len(p.examples) < mostExamples {
				p.examples = append(p.examples, example{noRecord, f.name, f.layout.Object})
			}
		}
		if n := f.report.Ignored; n > 0 {
			r.problems.of(CodeIgnoredHistory).count += n
		}
	}
}

// noted is what was odd about a file. Its header counts as a row: a file whose header cannot be read
// is often one that no layout knows.
func (f *file) noted() []table.Note {
	if f.table == nil || !slices.ContainsFunc(f.table.Header, table.Lossy) {
		return f.notes
	}
	lost := table.Note{Oddity: table.Lost, Count: 1, Where: "the header"}
	rest := slices.DeleteFunc(slices.Clone(f.notes), func(n table.Note) bool {
		if n.Oddity != table.Lost {
			return false
		}
		lost.Count += n.Count
		return true
	})
	return append(rest, lost)
}

// largest is the sum of the currency that has most; nil without any.
func largest(sums map[string]int64) *Money {
	best, found := money.Amount{}, false
	for code, minor := range sums {
		if !found || minor > best.Minor || minor == best.Minor && code < best.Currency {
			best, found = money.Amount{Minor: minor, Currency: code}, true
		}
	}
	if !found {
		return nil
	}
	return &Money{best.String(), best.Currency}
}
