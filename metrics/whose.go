package metrics

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"salesops/analytics"
	"salesops/internal/expr"
	"salesops/internal/fault"
	"salesops/internal/reason"
	"salesops/record"
	"salesops/sales"
)

// whose limits a question to a team, with every team below it, or to one person.
type whose struct {
	object string // team or person
	id     record.ID
	name   string
}

// request computes a query's days and finds the team or person of its whose.
func (e *Engine) request(ctx context.Context, s *session, q Query, m *metric) (*request, error) {
	r, err := e.settle(q, s.facts, m)
	if err != nil {
		return nil, err
	}
	if q.Whose = strings.TrimSpace(q.Whose); q.Whose != "" {
		w, err := s.whose(ctx, q.Whose)
		if err != nil {
			return nil, err
		}
		if m.Kind == KindSetting { // as a part of a formula, it is the same for every team
			return nil, fault.Because(fault.Invalid, reason.Of("whose_foreign", "over", m.Name))
		}
		r.q.Whose, r.whose = record.FormatID(w.object, w.id), append(r.whose, w)
	}
	return r, s.whoseIn(ctx, r)
}

// whose finds a team or a person by id or by name. When both have the name, it is the team.
func (s *session) whose(ctx context.Context, text string) (whose, error) {
	object, id, err := record.ParseID(text)
	if err == nil {
		if object != sales.Team && object != sales.Person {
			return whose{}, fault.Because(fault.Invalid, reason.Of("whose_other", "id", text))
		}
		return s.called(ctx, object, id)
	}
	var names []string
	for _, object := range []string{sales.Team, sales.Person} {
		var found []whose
		err := s.rows(ctx, object, []string{"id", "name"}, analytics.When{}, func(b *analytics.Batch, row int) error {
			if b.Null(1, row) {
				return nil
			}
			name := strings.TrimSpace(b.Text(1, row))
			if names = append(names, name); strings.EqualFold(name, text) {
				found = append(found, whose{object, record.ID(b.Int(0, row)), name})
			}
			return nil
		})
		switch {
		case err != nil:
			return whose{}, err
		case len(found) == 1:
			return found[0], nil
		case len(found) > 1:
			var ids []string
			for _, w := range found[:min(len(found), 5)] {
				ids = append(ids, record.FormatID(w.object, w.id))
			}
			slices.Sort(ids)
			return whose{}, fault.Because(fault.Invalid,
				reason.Of("whose_several", "name", text, "ids", strings.Join(ids, ", ")))
		}
	}
	return whose{}, fault.Because(fault.Invalid,
		reason.Of("whose_unknown", "name", strconv.Quote(text), "hint", didYouMean(text, names)))
}

func (s *session) called(ctx context.Context, object string, id record.ID) (whose, error) {
	book, err := s.titles(ctx, map[string]map[record.ID]bool{object: {id: true}})
	return whose{object, id, book.title(object, id)}, err
}

// ofTeam matches a condition for a team, which means the team with all teams below it.
var ofTeam = regexp.MustCompile(`^\s*owner\.team\s*==\s*id\(\s*["'](team_\w+)["']\s*\)\s*$`)

// whoseIn finds the conditions of a query that name a team: `owner.team == id("team_…")`, alone or with others
// joined by &&. Each is answered like Whose. The text of the query is not changed.
func (s *session) whoseIn(ctx context.Context, r *request) error {
	var left []string
	for _, src := range r.q.Where {
		if !strings.Contains(src, "owner.team") {
			left = append(left, src)
			continue
		}
		var rest []string
		parts := conjuncts(src)
		for _, part := range parts {
			match := ofTeam.FindStringSubmatch(part)
			if match == nil {
				rest = append(rest, part)
				continue
			}
			object, id, err := record.ParseID(match[1])
			if err != nil || object != sales.Team { // the expression language reports the mistake
				rest = append(rest, part)
				continue
			}
			w, err := s.called(ctx, object, id)
			if err != nil {
				return err
			}
			r.whose = append(r.whose, w)
		}
		switch {
		case len(rest) == len(parts):
			left = append(left, src)
		case len(rest) > 0:
			left = append(left, strings.Join(rest, "&&"))
		}
	}
	r.where = left
	return nil
}

// conjuncts splits a condition at its outer &&. A condition with an outer || or ? is not split.
func conjuncts(src string) []string {
	var parts []string
	depth, from := 0, 0
	var quoted byte
	for i := 0; i < len(src); i++ {
		c := src[i]
		switch {
		case quoted != 0:
			if c == '\\' {
				i++
			} else if c == quoted {
				quoted = 0
			}
		case c == '"' || c == '\'':
			quoted = c
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			depth--
		case depth > 0:
		case c == '?' || strings.HasPrefix(src[i:], "||"):
			return []string{src}
		case strings.HasPrefix(src[i:], "&&"):
			parts = append(parts, src[from:i])
			from = i + 2
		}
	}
	return append(parts, src[from:])
}

// ownerPaths lead from a row to its person. The first path that the rows have is used.
var ownerPaths = []string{"owner", "person", "deal.owner", "account.owner", "lead.owner"}

// ownerPath returns the path from the rows to a person; "" when there is none.
func (b *Statement) ownerPath() string {
	if b.m.Over == sales.Person {
		return "id"
	}
	for _, path := range ownerPaths {
		ref, behind, hop := strings.Cut(path, ".")
		f, ok := b.w.field(b.m.Over, ref)
		if ok && hop {
			f, ok = b.w.field(f.RefObject, behind)
		}
		if ok && f.Kind == expr.Ref && f.RefObject == sales.Person {
			return b.set.same(path)
		}
	}
	return ""
}

// ownTeam returns the rows' own team when they have no owner: a cost may belong to a team, and a team is its
// own.
func (b *Statement) ownTeam() string {
	if b.m.Over == sales.Team {
		return "id"
	}
	if f, ok := b.w.field(b.m.Over, sales.Team); ok && f.RefObject == sales.Team && !b.owned() &&
		b.m.Over != sales.Person && b.set == nil {
		return sales.Team
	}
	return ""
}

// stepWhose keeps the rows of the team or person asked for. The team of a row's owner, and the teams above it,
// are those of the row's day, or today's (as-is), as for the dimension team.
func (b *Statement) stepWhose(context.Context) error {
	for i, w := range b.r.whose {
		var any []string
		if path := b.ownerPath(); path != "" {
			sql, err := b.ownedBy(i, path, w)
			if err != nil {
				return err
			}
			any = append(any, sql)
		}
		if team := b.ownTeam(); team != "" && w.object == sales.Team {
			c, err := b.column(team)
			if err != nil {
				return err
			}
			below, err := b.teamsBelow(w.id)
			if err != nil {
				return err
			}
			any = append(any, c.SQL+" IN ("+below+")")
		}
		if len(any) == 0 {
			return fault.Because(fault.Invalid, reason.Of("whose_foreign", "over", b.m.stored()))
		}
		b.where = append(b.where, "("+strings.Join(any, " OR ")+")")
	}
	return nil
}

// ownedBy returns the condition that a row's owner is a person, or is in a team or one below it.
func (b *Statement) ownedBy(i int, path string, w whose) (string, error) {
	owner, err := b.column(path)
	if err != nil {
		return "", err
	}
	if w.object == sales.Person {
		return owner.SQL + " = " + b.args.Add(w.id) + "::BIGINT", nil
	}
	day, err := b.orgDay()
	if err != nil {
		return "", err
	}
	name := quote("whose_" + strconv.Itoa(i))
	b.ctes = append(b.ctes, name+" AS (SELECT person, day_from, day_to FROM ("+b.hierarchyOf("person, path")+
		") WHERE contains(path, "+
		b.args.Add("/"+strconv.FormatInt(int64(w.id), 10)+"/")+"::VARCHAR))")
	return "EXISTS (SELECT 1 FROM " + name + " w WHERE w.person = " + owner.SQL + " AND w.day_from <= " + day +
		" AND w.day_to > " + day + ")", nil
}

// teamsBelow returns a SELECT of a team and of all teams below it, as of the day or (as-is) today.
func (b *Statement) teamsBelow(id record.ID) (string, error) {
	when := b.r.when
	if b.r.q.Org == "as-is" {
		when = analytics.When{}
	}
	teams, err := b.s.cols.Rows(sales.Team, []string{"id", "parent"}, when, b.args.Add)
	return "WITH RECURSIVE below(id) AS (SELECT " + b.args.Add(id) + "::BIGINT UNION SELECT t.id FROM (" + teams +
		") t JOIN below ON t.parent = below.id) SELECT id FROM below", err
}

// lookForWhose finds out, when nothing was counted, whether the team or person has any such record at all. The
// revenue of a team without deals is unknown, not 0.
func (t *table) lookForWhose(ctx context.Context, s *session, r *request, objects []string) error {
	if len(r.whose) == 0 {
		return nil
	}
	for _, object := range objects {
		found, err := s.anyOf(ctx, r, object)
		if err != nil || found {
			return err
		}
	}
	t.nobody = namesOf(r.whose)
	return nil
}

// anyOf reports whether the team or person has any record of an object as of the day. For an object that
// belongs to nobody it returns true.
func (s *session) anyOf(ctx context.Context, r *request, object string) (bool, error) {
	b := newStatement(s, r, &metric{file: file{Name: object, Over: object}})
	if b.ownerPath() == "" && b.ownTeam() == "" {
		return true, nil
	}
	if err := b.stepWhose(ctx); err != nil {
		return false, err
	}
	return s.exists(ctx, b)
}

func namesOf(all []whose) string {
	var names []string
	for _, w := range all {
		names = append(names, w.name)
	}
	return strings.Join(names, ", ")
}
