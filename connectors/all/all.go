package all

import (
	"context"

	"salesops/connectors"
	"salesops/connectors/hubspot"
	"salesops/connectors/icalendar"
	"salesops/connectors/pipedrive"
	"salesops/connectors/salesforce"
	"salesops/connectors/tool"
	"salesops/record"
)

// Tools are the systems whose exports can be imported.
func Tools() []tool.Tool {
	return []tool.Tool{
		salesforce.Tool{},
		hubspot.Tool{},
		pipedrive.Tool{},
		icalendar.Tool{},
	}
}

// Run is connectors.Run with the tools that are built in.
func Run(ctx context.Context, log *record.Log, o connectors.Options) (*connectors.Report, error) {
	if o.Tools == nil {
		o.Tools = Tools()
	}
	return connectors.Run(ctx, log, o)
}
