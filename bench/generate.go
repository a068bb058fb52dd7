package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// companySize is how large the generated company is.
type companySize struct {
	deals, sellers, accounts, teams int
	changesPerDeal                  int // stage history rows of a deal on average
}

func sizeFor(deals int) companySize {
	return companySize{
		deals: deals, sellers: max(10, deals/500), accounts: max(20, deals/5), teams: max(7, deals/10_000),
		changesPerDeal: 6,
	}
}

var stages = []string{
	"Prospecting", "Qualification", "Needs Analysis", "Value Proposition",
	"Id. Decision Makers", "Proposal/Price Quote", "Negotiation/Review",
}

const layout = "2006-01-02T15:04:05.000Z"

// generate writes a Salesforce export of the given size into dir. The same size gives the same bytes.
func generate(dir string, size companySize) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	g := &generator{dir: dir, size: size, random: rand.New(rand.NewPCG(7, 11))}
	g.start = time.Date(2022, 1, 3, 8, 0, 0, 0, time.UTC)
	g.end = time.Date(2026, 6, 30, 17, 0, 0, 0, time.UTC)
	for _, step := range []func() error{g.roles, g.users, g.accounts, g.deals} {
		if err := step(); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, "complete"), nil, 0o600)
}

type generator struct {
	dir        string
	size       companySize
	random     *rand.Rand
	start, end time.Time
}

// id makes an 18-character Salesforce id; the suffix encodes the case of the first 15, as the real ones do.
func id(prefix string, n int) string {
	head := fmt.Sprintf("%s%012d", prefix, n)
	const suffix = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
	out := []byte(head)
	for block := range 3 {
		bits := 0
		for i := range 5 {
			if c := head[block*5+i]; c >= 'A' && c <= 'Z' {
				bits |= 1 << i
			}
		}
		out = append(out, suffix[bits])
	}
	return string(out)
}

// table opens a CSV file with a header and gives fill a writer of rows.
func (g *generator) table(name string, header []string, fill func(write func(...string))) (err error) {
	file, err := os.Create(filepath.Join(g.dir, name))
	if err != nil {
		return err
	}
	defer func() {
		if cerr := file.Close(); err == nil {
			err = cerr
		}
	}()
	buffer := bufio.NewWriterSize(file, 1<<20)
	rows := csv.NewWriter(buffer)
	if err := rows.Write(header); err != nil {
		return err
	}
	var failed error
	fill(func(row ...string) {
		if werr := rows.Write(row); werr != nil && failed == nil {
			failed = werr
		}
	})
	if failed != nil {
		return failed
	}
	rows.Flush()
	if err := rows.Error(); err != nil {
		return err
	}
	return buffer.Flush()
}

// roles are the teams: one company, five regions, the rest below the regions.
func (g *generator) roles() error {
	return g.table("UserRole.csv", []string{"Id", "Name", "ParentRoleId"}, func(write func(...string)) {
		for n := range g.size.teams {
			parent := ""
			switch {
			case n > 5:
				parent = id("00E", 1+n%5)
			case n > 0:
				parent = id("00E", 0)
			}
			write(id("00E", n), fmt.Sprintf("Team %d", n), parent)
		}
	})
}

func (g *generator) users() error {
	header := []string{"Id", "Name", "Email", "IsActive", "UserRoleId", "CreatedDate", "LastModifiedDate"}
	return g.table("User.csv", header, func(write func(...string)) {
		for n := range g.size.sellers {
			role := id("00E", 6+n%max(1, g.size.teams-6))
			if g.size.teams <= 6 {
				role = id("00E", n%g.size.teams)
			}
			write(id("005", n), fmt.Sprintf("Seller %d", n), fmt.Sprintf("seller%d@example.com", n), "true", role,
				g.start.AddDate(0, -1, 0).Format(layout), g.start.Format(layout))
		}
	})
}

func (g *generator) accounts() error {
	header := []string{"Id", "Name", "Industry", "BillingCountry", "OwnerId", "CreatedDate"}
	industries := []string{"Retail", "Energy", "Finance", "Health", "Media", "Transport", ""}
	countries := []string{"United States", "Germany", "Brazil", "China", "India", "France"}
	return g.table("Account.csv", header, func(write func(...string)) {
		for n := range g.size.accounts {
			write(id("001", n), fmt.Sprintf("Account %d", n), industries[g.random.IntN(len(industries))],
				countries[g.random.IntN(len(countries))],
				id("005", g.random.IntN(g.size.sellers)), g.start.Format(layout))
		}
	})
}

// deals writes Opportunity and OpportunityHistory together, since both come from one life.
func (g *generator) deals() error {
	history := []string{"Id", "OpportunityId", "CreatedById", "CreatedDate", "StageName", "Amount", "CloseDate",
		"Probability", "ForecastCategory"}
	current := []string{
		"Id", "AccountId", "Name", "StageName", "Amount", "Probability", "CloseDate", "LeadSource", "Type", "OwnerId",
		"IsClosed", "IsWon", "CreatedDate", "LastModifiedDate",
	}
	sources := []string{"Web", "Partner", "Event", "Referral", "Outbound", ""}
	types := []string{"New Business", "Existing Business"}
	historyRows := 0
	var failed error
	err := g.table("OpportunityHistory.csv", history, func(writeHistory func(...string)) {
		failed = g.table("Opportunity.csv", current, func(write func(...string)) {
			for n := range g.size.deals {
				life := g.life()
				deal := id("006", n)
				owner := id("005", g.random.IntN(g.size.sellers))
				for _, at := range life.steps {
					writeHistory(id("008", historyRows), deal, owner, at.when.Format(layout), at.stage, at.amount,
						at.closeDate, strconv.Itoa(at.probability), at.category)
					historyRows++
				}
				last := life.steps[len(life.steps)-1]
				write(deal, id("001", g.random.IntN(g.size.accounts)), fmt.Sprintf("Deal %d", n),
					last.stage, last.amount,
					strconv.Itoa(last.probability), last.closeDate, sources[g.random.IntN(len(sources))],
					types[g.random.IntN(2)], owner,
					strconv.FormatBool(life.closed), strconv.FormatBool(life.won), life.steps[0].when.Format(layout),
					last.when.Format(layout))
			}
		})
	})
	return errors.Join(err, failed)
}

type step struct {
	when                     time.Time
	stage, amount, closeDate string
	probability              int
	category                 string
}

type life struct {
	steps       []step
	closed, won bool
}

// life is one deal from creation to its end or to the last day of the data.
func (g *generator) life() life {
	span := g.end.Sub(g.start)
	at := g.start.Add(time.Duration(g.random.Int64N(int64(span)))).Truncate(time.Second)
	amount := 1000 + g.random.IntN(200_000)
	closing := at.AddDate(0, 0, 30+g.random.IntN(120))
	out := life{}
	add := func(stage string, probability int, category string) {
		out.steps = append(out.steps,
			step{at, stage, strconv.Itoa(amount), closing.Format(time.DateOnly), probability, category})
	}
	moves := g.size.changesPerDeal - 3 + g.random.IntN(6)
	stage := 0
	add(stages[0], 10, "Pipeline")
	for range moves {
		at = at.Add(time.Duration(1+g.random.IntN(25*24)) * time.Hour)
		if at.After(g.end) {
			return out
		}
		if g.random.IntN(8) == 0 {
			closing = closing.AddDate(0, 0, 14)
		}
		if g.random.IntN(8) == 0 {
			amount += amount / 10
		}
		stage = min(len(stages)-1, max(0, stage+g.random.IntN(3)-g.random.IntN(2)))
		add(stages[stage], 10+10*stage, "Pipeline")
	}
	at = at.Add(time.Duration(1+g.random.IntN(20*24)) * time.Hour)
	if at.After(g.end) || g.random.IntN(20) == 0 {
		return out
	}
	closing = at
	out.closed, out.won = true, g.random.IntN(100) < 32
	if out.won {
		add("Closed Won", 100, "Closed")
	} else {
		add("Closed Lost", 0, "Omitted")
	}
	return out
}
