package salesforce

import (
	"salesops/connectors/tool"
	"salesops/sales"
)

// Salesforce reckons in the corporate currency: each rate says how many of another currency one of
// it is. Orgs without dated rates have one for each currency.
var rates = []tool.Layout{
	{
		Name: "DatedConversionRate", Object: sales.Rate,
		Needs: [][]string{{"Id"}, {"IsoCode"}, {"StartDate"}, {"ConversionRate"}},
		Columns: stamps(value("IsoCode", "to_currency", tool.Text), value("StartDate", "day", tool.Day),
			value("ConversionRate", "rate", tool.ExchangeRate)),
		Ignore: technical("NextStartDate"),
	},
	{
		Name: "CurrencyType", Object: sales.Rate,
		Needs: [][]string{{"Id"}, {"IsoCode"}, {"ConversionRate"}, {"IsCorporate", "DecimalPlaces"}},
		Not:   []string{"StartDate"},
		Columns: stamps(
			value("IsoCode", "to_currency", tool.Text), value("ConversionRate", "rate", tool.ExchangeRate),
			tool.Column{Header: "IsCorporate", Use: tool.Corporate},
		),
		Ignore: technical("DecimalPlaces", "IsActive"),
	},
}
