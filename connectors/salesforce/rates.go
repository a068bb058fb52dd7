package salesforce

import (
	"salesops/connectors"
	"salesops/sales"
)

// Salesforce reckons in the corporate currency: each rate says how many of another currency one of
// it is. Orgs without dated rates have one for each currency.
var rates = []connectors.Layout{
	{
		Name: "DatedConversionRate", Object: sales.Rate,
		Needs: [][]string{{"Id"}, {"IsoCode"}, {"StartDate"}, {"ConversionRate"}},
		Columns: stamps(value("IsoCode", "to_currency", connectors.Text), value("StartDate", "day", connectors.Day),
			value("ConversionRate", "rate", connectors.ExchangeRate)),
		Ignore: technical("NextStartDate"),
	},
	{
		Name: "CurrencyType", Object: sales.Rate,
		Needs: [][]string{{"Id"}, {"IsoCode"}, {"ConversionRate"}, {"IsCorporate", "DecimalPlaces"}},
		Not:   []string{"StartDate"},
		Columns: stamps(
			value("IsoCode", "to_currency", connectors.Text), value("ConversionRate", "rate", connectors.ExchangeRate),
			connectors.Column{Header: "IsCorporate", Use: connectors.Corporate},
		),
		Ignore: technical("DecimalPlaces", "IsActive"),
	},
}
