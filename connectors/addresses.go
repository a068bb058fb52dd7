package connectors

import (
	"context"
	"fmt"
	"strings"

	"salesops/connectors/tool"
	"salesops/record"
)

// fromElsewhere adds the addresses of records that this source has not brought: a person is
// the same one in the calendar and in the CRM.
func (b *nameBook) fromElsewhere(ctx context.Context, n *namedObject, object *record.Object,
	own map[record.ID]string) error {
	if _, ok := object.Field(mailField); !ok {
		return nil
	}
	var ids []record.ID
	flush := func() error {
		states, err := b.log.States(ctx, everything, ids)
		if err != nil {
			return fmt.Errorf("read the addresses of records: %w", err)
		}
		for _, id := range ids {
			s, ok := states[id]
			if !ok || !s.Exists || s.Stub {
				continue
			}
			mail := s.Fields[mailField].Text()
			if key := tool.NameKey(mail); key != "" && n.byKey[key] == "" {
				external := record.FormatID(object.Name, id)
				n.alias(mail, external)
				n.elsewhere[external] = id
			}
		}
		ids = ids[:0]
		return nil
	}
	err := b.log.EachID(ctx, object.Name, func(id record.ID) error {
		if _, mine := own[id]; mine {
			return nil
		}
		if ids = append(ids, id); len(ids) < 5000 {
			return nil
		}
		return flush()
	})
	if err != nil {
		return fmt.Errorf("read the addresses of records: %w", err)
	}
	return flush()
}

// findAddress is the external id of the first record that has one of the addresses.
func (l *loader) findAddress(k *tool.Column, cell string) string {
	at := l.reg.index[k.Object]
	n, object := l.byName.objects[at], l.reg.objects[at]
	for _, mail := range strings.Fields(cell) {
		external := n.byKey[tool.NameKey(mail)]
		if external == "" {
			continue
		}
		if id, there := n.elsewhere[external]; there {
			s := l.reg.at(l.reg.ord(at, external))
			s.id, s.existed = id, true
			l.byRecord[id] = l.reg.byID[at][external]
		}
		return external
	}
	if k.ByName == tool.AddressKnown {
		return ""
	}
	external := tool.NameID(object, cell)
	if o := l.reg.ord(at, external); external != "" && !n.made[o] {
		n.made[o] = true
		l.makes = append(l.makes, made{o, strings.Clone(cell)})
	}
	return external
}
