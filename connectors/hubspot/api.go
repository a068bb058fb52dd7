package hubspot

import (
	"slices"
	"strings"

	"salesops/connectors/tool"
	"salesops/sales"
)

// Objects as HubSpot's API gives them, one JSON object to a row: what the product calls a
// property stands under properties, and its earlier values, newest first, under
// propertiesWithHistory. Programs that read an older API write property_x.value and
// property_x.versions. Both become the columns that a warehouse has (property_x), so that
// one list says what they mean.

// apiLayout is a layout of the warehouse for the objects of the API. marks are properties of
// which one must be there, others those that only other objects have.
func apiLayout(of, name string, ids, marks, others []string) tool.Layout {
	var l tool.Layout
	for _, o := range objects {
		if o.Name == of {
			l = o
		}
	}
	id := l.Columns[0].Header
	l.Name, l.Not, l.Needs = name, nil, [][]string{ids, nil}
	l.Columns = append(slices.Clone(l.Columns),
		use("created (of the object)", tool.Created), use("modified (of the object)", tool.Modified),
		use("archived", tool.Deleted), use("isDeleted", tool.Deleted),
		ref("account (of the associations)", "account", sales.Account),
		ref("contact (of the associations)", "contact", sales.Contact),
	)
	for _, m := range marks {
		l.Needs[1] = append(l.Needs[1], apiNames(m)...)
	}
	for _, o := range others {
		l.Not = append(l.Not, apiNames(o)...)
	}
	// for how well a header fits
	for _, m := range slices.Concat(ids, l.Needs[1], []string{"createdAt", "updatedAt", "archived", "associations"}) {
		if !slices.ContainsFunc(l.Columns, func(c tool.Column) bool { return strings.EqualFold(c.Header, m) }) {
			l.Columns = append(l.Columns, part(m, tool.Text))
		}
	}
	l.Ignore = append(slices.Clone(l.Ignore), "portalId", "archivedAt", "url", "objectWriteTraceId")
	l.Frame = func(header []string) (tool.Frame, error) { return newAPIFrame(header, id, ids), nil }
	return l
}

// apiNames are the columns in which a property can stand.
func apiNames(property string) []string {
	return []string{"properties." + property, "propertiesWithHistory." + property, "properties." + property + ".value",
		"property_" + property + ".value", "properties." + property + ".versions", "property_" + property + ".versions"}
}

var api = []tool.Layout{
	apiLayout("deal table", "deals of the API", []string{"id", "dealId"}, []string{"dealname", "dealstage"},
		[]string{"domain", "firstname"}),
	apiLayout("contact table", "contacts of the API", []string{"id", "vid"}, []string{"email", "firstname", "lastname"},
		[]string{"dealname", "dealstage", "domain"}),
	apiLayout("company table", "companies of the API", []string{"id", "companyId"}, []string{"name", "domain"},
		[]string{"dealname", "dealstage", "firstname", "email"}),
	{
		Name: "owners of the API", Object: sales.Person, Needs: [][]string{{"id", "ownerId"}, {"email"},
			{"firstName", "lastName"}, {"userId", "createdAt", "updatedAt", "archived", "portalId"}},
		Not: []string{"properties.email", "label", "dealId"},
		Columns: []tool.Column{
			use("id", tool.ID), use("ownerId", tool.ID), use("createdAt", tool.Created),
			use("updatedAt", tool.Modified),
			value("email", "email", tool.Text), part("firstName", tool.Text),
			part("lastName", tool.Text), part("archived", tool.Text),
			ref("team (of teams)", "team", sales.Team),
			{Header: "team name (of teams)", Use: tool.RefName, Field: "team"},
		},
		Ignore: []string{"userId", "userIdIncludingInactive", "portalId", "remoteList", "type", "activeUserId"},
		Finish: apiOwner,
		Frame:  func(header []string) (tool.Frame, error) { return newOwnerFrame(header), nil },
	},
}
