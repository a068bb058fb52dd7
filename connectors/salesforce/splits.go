package salesforce

import (
	"strings"

	"salesops/connectors/tool"
	"salesops/record"
	"salesops/sales"
)

// Credit for an opportunity is shared by splits, each of a type; only a type whose total is
// validated adds up to the amount, all others are overlay. An export often comes without the
// types: then the words of the split tell, as far as they do.
var splits = []tool.Layout{
	{
		Name: "OpportunitySplit", Object: sales.Split,
		Needs: [][]string{{"Id"}, {"OpportunityId"}, {"SplitOwnerId"}, {"SplitPercentage", "SplitAmount"}},
		Not:   []string{"StageName", "Field"},
		Columns: stamps(
			ref("OpportunityId", "deal", sales.Deal), refName("Opportunity.Name", "deal"),
			ref("SplitOwnerId", "person", sales.Person), refName("SplitOwner.Name", "person"),
			value("SplitPercentage", "share", tool.Percent), value("SplitAmount", "amount", tool.Amount),
			ref("SplitTypeId", "split_type", sales.SplitType),
			value("SplitType.DeveloperName", "kind", tool.Text),
			value("SplitType.MasterLabel", "kind", tool.Text),
			value("SplitNote", "note", tool.Text),
		),
		Ignore: technical("Split", "SplitType"),
		Finish: finish(split, asIs),
	},
	{
		Name: "OpportunitySplitType", Object: sales.SplitType,
		Needs: [][]string{{"Id"}, {"IsTotalValidated"}, {"MasterLabel", "DeveloperName"}},
		Columns: stamps(
			value("MasterLabel", "name", tool.Text), part("DeveloperName", tool.Text),
			value("IsTotalValidated", "totals", tool.Bool),
		),
		Ignore: technical("Language", "IsActive", "SplitEntity", "SplitField", "SplitDataStatus", "Description"),
		Finish: finish(splitType, asIs),
	},
}

// team are the people who work on an opportunity: no credit goes with it.
var team = tool.Layout{
	Name: "OpportunityTeamMember", Aside: true,
	Needs: [][]string{{"Id"}, {"OpportunityId"}, {"UserId"}, {"TeamMemberRole"}},
	Columns: []tool.Column{{Header: "Id"}, {Header: "OpportunityId"}, {Header: "UserId"},
		{Header: "TeamMemberRole"}},
}

func split(r row) {
	for _, field := range []string{"kind", "note"} {
		if strings.Contains(strings.ToLower(r.Value(field).Text()), "overlay") {
			r.Set("overlay", record.BoolValue(true))
		}
	}
}

func splitType(r row) {
	if name := r.Text("DeveloperName"); name != "" && !r.Value("name").IsSet() {
		r.Set("name", record.TextValue(name))
	}
}
