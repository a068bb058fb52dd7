package problems

// The codes. A comment stands where a name does not say it.
const (
	ClosedBeforeCreated Code = "closed_before_created"
	ReversedWins        Code = "reversed_wins"
	ReconciledStage     Code = "reconciled_stages"
	ReconciledAmount    Code = "reconciled_amounts"
	ReconciledCloseDate Code = "reconciled_close_dates"
	ReconciledOther     Code = "reconciled_values"
	WithoutOwner        Code = "deals_without_owner"
	NoStage             Code = "deals_without_stage"
	NoHistory           Code = "deals_without_history"
	WonWithoutAmount    Code = "won_without_amount"
	ClosedWithoutDate   Code = "closed_without_close_date"
	UnknownStages       Code = "stages_unknown"
	ConflictingStages   Code = "stages_conflicting"
	LeadStatusConflict  Code = "lead_status_conflict"
	LeadsWithoutDate    Code = "leads_without_created_date"
	WithoutDate         Code = "records_without_created_date"
	Stubs               Code = "missing_records" // records that are mentioned and in no file
	Rejected            Code = "rejected_rows"
	UnknownFiles        Code = "unknown_files"
	Unreadable          Code = "unreadable_cells"
	Duplicates          Code = "duplicate_rows"
	Future              Code = "dates_in_the_future"
	IgnoredHistory      Code = "ignored_history_rows"
	Refused             Code = "refused_changes"
	NamesUnknown        Code = "names_unknown"
	NamesTwice          Code = "names_twice"
	NamesAccepted       Code = "names_accepted"
	MadeIDs             Code = "ids_made"
	SameRows            Code = "same_rows"
	ConflictingFlags    Code = "conflicting_flags"
	ConflictingMerges   Code = "conflicting_merges"
	UndatedMerges       Code = "merges_without_date"
	UnnamedTables       Code = "unnamed_tables"
	EmptyWords          Code = "empty_words"
	DamagedIDs          Code = "damaged_ids"
	RatesBase           Code = "rates_base"
	RatesUndated        Code = "rates_undated"
	RatesAside          Code = "rates_aside"
	LikeFields          Code = "columns_like_fields"
	Unjoined            Code = "join_keys_unknown"
	Superseded          Code = "superseded_rows" // rows whose record comes again further down: passed over
	Quarters            Code = "quarters_read"
	// lines before the first message of a tap: passed over
	Banner        Code = "lines_before_messages"
	EditsKept     Code = "edits_kept"
	EditsReplaced Code = "edits_replaced"
	SeriesCut     Code = "series_cut" // recurring events with more times than are kept
	// followed to the end of next year
	SeriesEndless Code = "series_endless"
	ZonesUnknown  Code = "zones_unknown" // times in a zone that nobody knows: read as times without one
	// calendars that do not say whose they are
	OwnersGuessed  Code = "owners_guessed"
	OwnersNobody   Code = "owners_nobody"       // calendars in which nobody takes part
	Unwrapped      Code = "unwrapped_rows"      // a whole row in one pair of quotes: read as the row inside
	Preface        Code = "lines_before_header" // titles and notes above the header: passed over
	Subtotals      Code = "subtotal_rows"       // totals and headings between the rows: passed over
	Merged         Code = "merged_rows"         // rows that were given the value of a merged cell above
	Hidden         Code = "hidden_rows"         // rows that a filter or a person has hidden: read like the others
	Footer         Code = "total_rows"          // totals and notes below the rows: passed over
	ErrorCells     Code = "error_cells"         // #N/A and its like, formulas never computed: read as empty
	Beside         Code = "values_beside_rows"  // what stands in a file beside its rows: passed over
	Lost           Code = "lost_characters"     // rows with bytes that are no characters, each read as �
	Unseen         Code = "unseen_characters"   // rows with characters that nobody sees: read without them
	BrokenOff      Code = "files_broken_off"
	KeptAbsent     Code = "absent_records_kept"
	UnitAssumed    Code = "units_assumed"
	HeaderAgain    Code = "header_again" // rows that say what the header says: passed over
	UnevenSplits   Code = "uneven_splits"
	RatesMissing   Code = "rates_missing"
	LayoutsAlike   Code = "layouts_alike"
	WithoutAccount Code = "deals_without_account"
	OverdueOpen    Code = "open_past_close_date"
	Namesakes      Code = "duplicate_account_names"
)

// effect is what a problem does to numbers: its rank among problems (lower is worse), the metrics that it moves.
type effect struct {
	rank    int
	metrics []string
}

// effects are those of every code. What makes a number wrong stands before what only keeps it from being cut.
var effects = map[Code]effect{
	ClosedBeforeCreated: {10, []string{"cycle_won_mean", "cycle_won_median", "cycle_km_median", "cycle_rmst"}},
	ReversedWins:        {11, []string{"win_rate", "won_revenue", "won_deals", "asp"}},
	ReconciledStage:     {20, []string{"win_rate", "open_pipeline"}},
	ReconciledAmount:    {21, []string{"won_revenue", "open_pipeline"}},
	ReconciledCloseDate: {22, []string{"won_revenue", "win_rate", "open_pipeline", "cycle_won_mean"}},
	ReconciledOther:     {30, nil},
	WithoutOwner:        {24, []string{"revenue_per_rep", "revenue_per_fte", "sellers"}},
	NoStage:             {14, []string{"win_rate", "won_revenue", "open_pipeline"}},
	NoHistory:           {25, []string{"open_pipeline", "win_rate"}},
	WonWithoutAmount:    {18, []string{"won_revenue", "asp", "revenue_per_rep", "win_rate_value"}},
	ClosedWithoutDate:   {19, []string{"win_rate", "won_revenue"}},
	UnknownStages:       {13, []string{"win_rate", "won_revenue", "open_pipeline"}},
	ConflictingStages:   {14, []string{"win_rate", "won_revenue"}},
	LeadStatusConflict:  {23, []string{"lead_to_deal", "lead_to_customer"}},
	LeadsWithoutDate:    {24, []string{"leads_created", "lead_to_deal", "lead_to_customer"}},
	WithoutDate:         {32, nil},
	Stubs:               {26, nil},
	Rejected:            {16, nil},
	UnknownFiles:        {17, nil},
	Unreadable:          {28, nil},
	Duplicates:          {29, nil},
	Future:              {27, nil},
	IgnoredHistory:      {31, nil},
	Refused:             {12, nil},
	NamesUnknown:        {15, nil},
	NamesTwice:          {15, nil},
	NamesAccepted:       {33, nil},
	MadeIDs:             {34, nil},
	SameRows:            {30, nil},
	ConflictingFlags:    {14, []string{"win_rate", "won_revenue", "open_pipeline"}},
	ConflictingMerges:   {21, []string{"won_revenue", "open_pipeline", "won_deals"}},
	UndatedMerges:       {27, []string{"new_customers", "won_revenue", "customers"}},
	UnnamedTables:       {18, nil},
	EmptyWords:          {28, nil},
	Unseen:              {31, nil},
	DamagedIDs:          {7, []string{"won_revenue", "customers"}},
	RatesBase:           {33, nil},
	RatesUndated:        {27, []string{"won_revenue", "open_pipeline"}},
	RatesAside:          {33, nil},
	LikeFields:          {9, nil},
	Unjoined:            {15, nil},
	Superseded:          {33, nil},
	Quarters:            {33, nil},
	Banner:              {33, nil},
	EditsKept:           {13, nil},
	EditsReplaced:       {12, nil},
	SeriesCut:           {18, []string{"selling_time", "activities"}},
	SeriesEndless:       {34, nil},
	ZonesUnknown:        {15, []string{"selling_time"}},
	OwnersGuessed:       {27, []string{"selling_time", "calendar_coverage"}},
	OwnersNobody:        {15, []string{"selling_time", "calendar_coverage"}},
	Unwrapped:           {31, nil},
	Preface:             {33, nil},
	Subtotals:           {31, nil},
	Merged:              {32, nil},
	Hidden:              {14, []string{"won_revenue", "open_pipeline"}},
	Footer:              {31, nil},
	ErrorCells:          {28, nil},
	Beside:              {33, nil},
	Lost:                {17, nil},
	BrokenOff:           {8, nil},
	KeptAbsent:          {9, nil},
	UnitAssumed:         {30, nil},
	HeaderAgain:         {31, nil},
	UnevenSplits:        {15, []string{"revenue_per_rep", "quota_attainment"}},
	RatesMissing:        {11, []string{"won_revenue", "open_pipeline"}},
	LayoutsAlike:        {9, nil},
	WithoutAccount:      {24, []string{"new_customers"}},
	OverdueOpen:         {20, []string{"open_pipeline", "coverage", "slip_rate"}},
	Namesakes:           {23, []string{"new_customers"}},
}
