package connectors

import (
	"fmt"
	"strings"

	"salesops/connectors/tool"
	"salesops/sales"
)

// The English of reports stands here and nowhere else.

// plural of the objects' names.
var plurals = map[string]string{
	sales.Company: "companies", sales.Person: "people", sales.Activity: "activities", sales.DealLine: "deal lines",
}

func counted(n int64, object string) string {
	one := strings.ReplaceAll(object, "_", " ")
	if n == 1 {
		return "1 " + one
	}
	if p := plurals[object]; p != "" {
		return fmt.Sprintf("%d %s", n, p)
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// verb chooses between "deal is" and "deals are".
func verb(n int64, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func rejectText(unit string, r Reject) string {
	if r.Column == "" {
		return fmt.Sprintf("%s %d: %s", unit, r.Line, r.Reason)
	}
	return fmt.Sprintf("%s %d, column %s: %s", unit, r.Line, r.Column, r.Reason)
}

func (m *Money) text() string { return strings.TrimSpace(m.Amount + " " + m.Currency) }

// worth is ", worth 830000.00 USD" when amounts are known.
func worth(p *Problem) string {
	if p.Amount == nil {
		return ""
	}
	return ", worth " + p.Amount.text()
}

func exampleNames(p *Problem) string {
	var names []string
	for _, e := range p.Examples {
		names = append(names, e.Name)
	}
	if int64(len(names)) < p.Count {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

// ratesNamed are the currencies of a problem's rates; one stands for many rates.
func ratesNamed(p *Problem) string {
	var names []string
	for _, e := range p.Examples {
		names = append(names, e.Name)
	}
	if len(names) == mostExamples {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

// namedDetails are examples with what is said of each.
func namedDetails(p *Problem) string {
	var all []string
	for _, e := range p.Examples {
		all = append(all, e.Name+" ("+e.Detail+")")
	}
	return strings.Join(all, "; ")
}

func exampleDetails(p *Problem) string {
	var all []string
	for _, e := range p.Examples {
		all = append(all, e.Detail)
	}
	return strings.Join(all, "; ")
}

// columnless says that files have no column for something, by the name it would have there; ""
// where one has it.
func (s *sources) columnless(object string, holds func(*tool.Column) bool) string {
	header, path, ok := s.lacking(object, holds)
	switch {
	case !ok:
		return ""
	case header == "":
		return "no column of " + path + " says it"
	}
	return fmt.Sprintf("%s has no column %q", path, header)
}

func isStage(c *tool.Column) bool { return c.Use == tool.StageName || c.Field == stageField }

// sentence says a problem in one sentence: what is so, and what it does to the numbers.
func sentence(p *Problem, m *sources) string {
	n := p.Count
	switch p.Code {
	case CodeClosedBeforeCreated:
		return fmt.Sprintf(
			"%d of %d won deals close before they were created%s: how long a sale takes cannot be told from them.",
			n, p.Of, worth(p))
	case CodeReversedWins:
		return fmt.Sprintf(
			"%s %s won and %s later%s: win rate and won revenue of earlier days were higher than today's.",
			counted(n, sales.Deal), verb(n, "was", "were"), verb(n, "is not any more", "were not any more"), worth(p))
	case CodeRefused:
		return fmt.Sprintf("%d changes were refused: %s.", n, exampleDetails(p))
	case CodeUnknownStages:
		return fmt.Sprintf("Nothing in the export says what %d %s: deals in %s count as open: %s.",
			n, verb(n, "stage means", "stages mean"), verb(n, "it", "them"), exampleNames(p))
	case CodeConflictingStages:
		return fmt.Sprintf(
			"Deals in the same stage disagree on being won, lost or open; the stage means what most of them say: %s.",
			exampleNames(p))
	case CodeNoStage:
		if why := m.columnless(sales.Deal, isStage); why != "" {
			return fmt.Sprintf("%s %s in no stage and %s as open: %s.", counted(n, sales.Deal), verb(n, "is", "are"),
				verb(n, "counts", "count"), why)
		}
		return fmt.Sprintf("%s %s in no stage and %s as open.", counted(n, sales.Deal), verb(n, "is", "are"),
			verb(n, "counts", "count"))
	case CodeNoOwners:
		if why := m.columnless(sales.Deal, ofField("owner")); why != "" {
			return fmt.Sprintf("%s %s no owner: %s. Revenue per rep needs it.", counted(n, sales.Deal),
				verb(n, "has", "have"), why)
		}
		return fmt.Sprintf("%d of %s %s no owner: their revenue belongs to nobody.", n,
			counted(p.Of, sales.Deal), verb(n, "has", "have"))
	case CodeRejected:
		return fmt.Sprintf("%d %s could not be taken: %s.", n, verb(n, "row", "rows"), exampleDetails(p))
	case CodeUnknownFiles:
		return fmt.Sprintf("%d %s not taken: %s.", n, verb(n, "file was", "files were"), exampleNames(p))
	case CodeBrokenOff:
		return fmt.Sprintf(
			"%d %s before the end: %s. What was read up to there is taken, the rest is missing: export or copy it "+
				"again.", n, verb(n, "file stops", "files stop"), exampleDetails(p))
	case CodeKeptAbsent:
		return fmt.Sprintf(
			"%d %s that these complete files lack %s kept (%s), because rows about the same kind of record could not "+
				"be taken. Put these rows right and import again.", n, verb(n, "record", "records"),
			verb(n, "is", "are"), exampleDetails(p))
	case CodeUnitAssumed:
		return fmt.Sprintf(
			"%d %s not say a unit and %s read as written here: %s. Where that is wrong, write a mapping.", n,
			verb(n, "column does", "columns do"), verb(n, "is", "are"), exampleDetails(p))
	case CodeQuarters:
		return fmt.Sprintf("The quarters of %d %s were read by the fiscal year of the company's settings: %s.",
			n, verb(n, "file", "files"), exampleDetails(p))
	case CodeUnevenSplits:
		return fmt.Sprintf(
			"The credit splits of %d of %s do not add up to 100 %%: more is scaled down to the deal, and what is "+
				"missing is the owner's. Put them right in the source and import again: %s.",
			n, counted(p.Of, sales.Deal), namedDetails(p))
	case CodeRatesMissing:
		return fmt.Sprintf(
			"%d %s in a currency without an exchange rate to the company's: sums leave %s out. Enter the rates "+
				"(salesops settings rate:%s@DAY=RATE) or import a file of them: %s.",
			n, verb(n, "amount is", "amounts are"), verb(n, "it", "them"), p.Examples[0].Name, ratesNamed(p))
	case CodeLayoutsAlike:
		return fmt.Sprintf(
			"%d %s two known layouts equally well and %s read as the first: %s. Where that is wrong, write a mapping.",
			n, verb(n, "file fits", "files fit"), verb(n, "was", "were"), exampleDetails(p))
	case CodeLost:
		return fmt.Sprintf(
			"%d %s characters that cannot be read in the encoding of the file and stand as �: %s. Export the file "+
				"again as UTF-8; where a CSV file is written otherwise, name its encoding with --encoding.", n,
			verb(n, "row has", "rows have"), exampleDetails(p))
	case CodeWinsWithoutAmount:
		if why := m.columnless(sales.Deal, ofField("amount")); why != "" {
			return fmt.Sprintf("%d of %d won deals %s no amount: %s. Won revenue and selling price need it.",
				n, p.Of, verb(n, "has", "have"), why)
		}
		return fmt.Sprintf("%d of %d won deals %s no amount: won revenue and selling price leave them out.", n,
			p.Of, verb(n, "has", "have"))
	case CodeClosedWithoutDate:
		if why := m.columnless(sales.Deal, ofField("close_date")); why != "" {
			return fmt.Sprintf("%s %s closed but %s no close date: %s. No period counts %s.", counted(n, sales.Deal),
				verb(n, "is", "are"), verb(n, "has", "have"), why, verb(n, "it", "them"))
		}
		return fmt.Sprintf("%s %s closed but %s no close date: no period counts %s.", counted(n, sales.Deal),
			verb(n, "is", "are"), verb(n, "has", "have"), verb(n, "it", "them"))
	case CodeReconciledStage:
		return fmt.Sprintf(
			"%s %s in another stage than %s history ends with; the gap was closed at the last-modified time.",
			counted(n, sales.Deal), verb(n, "is", "are"), verb(n, "its", "their"))
	case CodeReconciledAmount:
		return fmt.Sprintf(
			"%s %s another amount than %s history ends with; the gap was closed at the last-modified time.",
			counted(n, sales.Deal), verb(n, "has", "have"), verb(n, "its", "their"))
	case CodeReconciledCloseDate:
		return fmt.Sprintf(
			"%s %s another close date than %s history ends with; the gap was closed at the last-modified time.",
			counted(n, sales.Deal), verb(n, "has", "have"), verb(n, "its", "their"))
	case CodeReconciledOther:
		return fmt.Sprintf("%d other %s from the end of the history; the gap was closed at the last-modified time.",
			n, verb(n, "value differs", "values differ"))
	case CodeLeadConflicts:
		return fmt.Sprintf("%s %s a status that says converted while the converted flag says no; the flag counts.",
			counted(n, sales.Lead), verb(n, "has", "have"))
	case CodeLeadsWithoutDate:
		if why := m.columnless(sales.Lead, ofUse(tool.Created)); why != "" {
			return fmt.Sprintf(
				"%s %s no created date (%s): %s from this import on, and lead conversion cannot be put into a period.",
				counted(n, sales.Lead), verb(n, "has", "have"), why, verb(n, "it exists", "they exist"))
		}
		return fmt.Sprintf(
			"%s %s no created date: %s from the first day that %s or what names %s proves, else from this import on, "+
				"and lead conversion cannot be put into a period.", counted(n, sales.Lead), verb(n, "has", "have"),
			verb(n, "it exists", "they exist"), verb(n, "it", "they"), verb(n, "it", "them"))
	case CodeNoHistory:
		return fmt.Sprintf("%d of %s %s no history: what %s on earlier days rests on today's values.",
			n, counted(p.Of, sales.Deal), verb(n, "has", "have"), verb(n, "it was", "they were"))
	case CodeStubs:
		return fmt.Sprintf(
			"Records are mentioned that no file holds: %s. They are kept as placeholders and filled when their rows "+
				"are imported.", exampleDetails(p))
	case CodeFuture:
		return fmt.Sprintf("%d %s created in the future: %s from this import on.", n,
			verb(n, "record is", "records are"), verb(n, "it exists", "they exist"))
	case CodeUnreadable:
		return fmt.Sprintf("%d %s of custom columns did not fit the type of the column and %s left out: %s.",
			n, verb(n, "cell", "cells"), verb(n, "was", "were"), exampleDetails(p))
	case CodeLikeFields:
		return fmt.Sprintf(
			"%d %s like a field that the known layout of the file reads from no column, and %s kept as %s own: %s. "+
				"If the file is of another system, write a mapping: salesops import PATH --suggest.",
			n, verb(n, "column sounds", "columns sound"), verb(n, "is", "are"),
			verb(n, "a field of its", "fields of their"), exampleDetails(p))
	case CodeUnjoined:
		return fmt.Sprintf("%d %s a key that the joined table does not have: what comes from there is not known: %s.",
			n, verb(n, "row has", "rows have"), exampleDetails(p))
	case CodeRatesBase:
		return fmt.Sprintf("%d exchange %s one currency alone: %s from or to %s.", n,
			verb(n, "rate names", "rates name"), verb(n, "it is", "they are"), ratesNamed(p))
	case CodeRatesUndated:
		return fmt.Sprintf(
			"%d exchange %s no day: the first of a pair holds on all days, a later one from when it was set: %s.",
			n, verb(n, "rate has", "rates have"), ratesNamed(p))
	case CodeRatesAside:
		return fmt.Sprintf("%d exchange %s without a day %s set aside: the dated rates that came with %s count: %s.",
			n, verb(n, "rate", "rates"), verb(n, "was", "were"), verb(n, "it", "them"), ratesNamed(p))
	case CodeEditsReplaced:
		return fmt.Sprintf("%d %s replaced by what the source says: %s. Look at %s: salesops review.",
			n, verb(n, "value edited here was", "values edited here were"), exampleDetails(p), verb(n, "it", "them"))
	case CodeEditsKept:
		return fmt.Sprintf("%d %s although the source says something else: %s. Look at %s: salesops review.",
			n, verb(n, "value edited here stays", "values edited here stay"), exampleDetails(p), verb(n, "it", "them"))
	case CodeSameRows:
		return fmt.Sprintf("%d %s word for word more than once in the export and %s taken once.",
			n, verb(n, "row stands", "rows stand"), verb(n, "was", "were"))
	case CodeConflictingFlags:
		return fmt.Sprintf(
			"%s %s flags for closed and won that contradict each other or the stage: the flags count. Put them right "+
				"in the source and import again: %s.", counted(n, sales.Deal),
			verb(n, "has", "have"), exampleDetails(p))
	case CodeUnwrapped:
		return fmt.Sprintf("%d %s a whole row inside one pair of quotes and %s read as the row inside: %s.", n,
			verb(n, "line holds", "lines hold"), verb(n, "was", "were"), exampleDetails(p))
	case CodeSeriesCut:
		return fmt.Sprintf(
			"%d recurring %s more often than is kept: the first 20,000 times of an event, 200,000 of a file: %s.",
			n, verb(n, "event takes place", "events take place"), exampleDetails(p))
	case CodeSeriesEndless:
		return fmt.Sprintf("%d recurring %s no end and %s followed to the end of next year: %s.",
			n, verb(n, "event has", "events have"), verb(n, "was", "were"), exampleDetails(p))
	case CodeZonesUnknown:
		return fmt.Sprintf(
			"%d %s in a time zone that is not known and that the file does not define; %s read as %s without a zone: "+
				"%s.",
			n, verb(n, "time is", "times are"), verb(n, "it was", "they were"),
			verb(n, "one", "ones"), exampleDetails(p))
	case CodeOwnersGuessed:
		return fmt.Sprintf(
			"%d %s not say whose %s: taken to be that of whoever takes part in most of its events: %s. Call the file "+
				"by the owner's mail address to say it.",
			n, verb(n, "calendar does", "calendars do"), verb(n, "it is", "they are"), exampleDetails(p))
	case CodeOwnersNobody:
		return fmt.Sprintf(
			"%d %s no address of anybody: %s events belong to nobody and count for no one: %s. Call the file by the "+
				"owner's mail address, such as kim@seller.example.ics.",
			n, verb(n, "calendar holds", "calendars hold"), verb(n, "its", "their"), exampleDetails(p))
	case CodePreface:
		return fmt.Sprintf("%d %s above the header %s passed over: %s.", n, verb(n, "line", "lines"),
			verb(n, "was", "were"), exampleDetails(p))
	case CodeBanner:
		return fmt.Sprintf("%d %s before the first message %s no message and %s passed over: %s.",
			n, verb(n, "line", "lines"), verb(n, "is", "are"), verb(n, "was", "were"), exampleDetails(p))
	case CodeHeaderAgain:
		return fmt.Sprintf("%d %s the header again and %s passed over: %s.", n, verb(n, "row is", "rows are"),
			verb(n, "was", "were"), exampleDetails(p))
	case CodeSubtotals:
		return fmt.Sprintf("%d %s of subtotals, counts or headings between the rows %s passed over: %s.",
			n, verb(n, "line", "lines"), verb(n, "was", "were"), exampleDetails(p))
	case CodeMerged:
		return fmt.Sprintf("%d %s below a merged cell and %s given its value: %s.", n,
			verb(n, "row stands", "rows stand"), verb(n, "was", "were"), exampleDetails(p))
	case CodeHidden:
		return fmt.Sprintf(
			"%d %s hidden in the sheet and %s read like the others, so sums differ from what the sheet shows: %s. "+
				"Delete them in the sheet if they do not count.", n, verb(n, "row is", "rows are"),
			verb(n, "was", "were"), exampleDetails(p))
	case CodeFooter:
		return fmt.Sprintf("%d %s of totals or notes below the last row %s passed over: %s.",
			n, verb(n, "line", "lines"), verb(n, "was", "were"), exampleDetails(p))
	case CodeErrorCells:
		return fmt.Sprintf(
			"%d %s an error such as #N/A or a formula that was never computed and %s read as empty: %s. Repair the "+
				"formulas, save the workbook, import it again.", n, verb(n, "cell holds", "cells hold"),
			verb(n, "was", "were"), exampleDetails(p))
	case CodeBeside:
		return fmt.Sprintf("%d %s beside the rows and %s no part of them: %s.",
			n, verb(n, "value stands", "values stand"), verb(n, "is", "are"), exampleDetails(p))
	case CodeEmptyWords:
		return fmt.Sprintf("%d %s a word for nothing and %s read as empty: %s.", n, verb(n, "cell holds", "cells hold"),
			verb(n, "was", "were"), exampleDetails(p))
	case CodeDamagedIDs:
		return fmt.Sprintf(
			"%d %s a long number that a spreadsheet program cut short, where an id belongs: %s. Nothing was joined "+
				"by it; export again, or format the column as a number without decimals before saving as text.",
			n, verb(n, "cell holds", "cells hold"), exampleDetails(p))
	case CodeDuplicates:
		return fmt.Sprintf(
			"%d of %d %s a record %s something else than the row that counts: the one modified last, without such a "+
				"time the last of its file: %s.", n, p.Of, verb(p.Of, "row that repeats", "rows that repeat"),
			verb(n, "says", "say"), exampleDetails(p))
	case CodeIgnoredHistory:
		return fmt.Sprintf("%d history %s left out: deleted in the source, or about fields that are not kept.",
			n, verb(n, "row was", "rows were"))
	case CodeNamesUnknown:
		return fmt.Sprintf(
			"%d %s in %d %s%s: what refers to %s stands under a placeholder of its own: %s. Repair the files or "+
				"import again with --accept to take the nearest.",
			n, verb(n, "name is of no record", "names are of no record"), p.Of, verb(p.Of, "row", "rows"), worth(p),
			verb(n, "it", "them"), exampleDetails(p))
	case CodeNamesTwice:
		return fmt.Sprintf("%d %s, so that %d %s left without the reference%s: %s. Refer to them by id.",
			n, verb(n, "name is of two records", "names are of two records each"), p.Of,
			verb(p.Of, "row was", "rows were"), worth(p), exampleDetails(p))
	case CodeNamesAccepted:
		return fmt.Sprintf("%d %s taken for the nearest, as --accept says, in %d %s%s: %s.",
			n, verb(n, "name was", "names were"), p.Of, verb(p.Of, "row", "rows"), worth(p), exampleDetails(p))
	case CodeMadeIDs:
		return fmt.Sprintf(
			"%d %s no id in the file: the name and the date make it. Where one of them changes in the source, the "+
				"next import brings a new record: %s.",
			n, verb(n, "row has", "rows have"), exampleNames(p))
	case CodeConflictingMerges:
		return fmt.Sprintf(
			"%d %s what others say: a record is merged once, into the first that the export names: %s. Look them up "+
				"in the source.",
			n, verb(n, "merge contradicts", "merges contradict"), exampleDetails(p))
	case CodeUndatedMerges:
		return fmt.Sprintf(
			"%d %s no date: taken for the day on which the record that is gone was last modified, else the one that "+
				"stays: %s.",
			n, verb(n, "merge has", "merges have"), exampleDetails(p))
	case CodeUnnamedTables:
		return fmt.Sprintf(
			"%d %s of a data warehouse %s no table that is known here, and %s rows were set aside: %s. If they are "+
				"wanted, write a mapping: salesops import PATH --suggest.",
			n, verb(n, "table", "tables"), verb(n, "is", "are"), verb(n, "its", "their"), exampleNames(p))
	case CodeSuperseded:
		return fmt.Sprintf("%d %s brought again later in the same run; the last one counts: %s.",
			n, verb(n, "record was", "records were"), exampleDetails(p))
	case CodeWithoutDate:
		return fmt.Sprintf(
			"%d %s no created date: %s from the first day that %s or what names %s proves (a start, an order, an "+
				"event), else from this import on.", n, verb(n, "record has", "records have"),
			verb(n, "it exists", "they exist"), verb(n, "it", "they"), verb(n, "it", "them"))
	}
	return p.Code
}
