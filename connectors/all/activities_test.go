package all_test

import (
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/sales"
)

// TestWhatAnActivityIs: its kind, when it began and ended, whether it is done and whether it is still there, as each
// system says it.
func TestWhatAnActivityIs(t *testing.T) {
	t.Parallel()
	const task, call, event = "00T000000000001AAA", "00T000000000001AAA", "00U000000000001AAA"
	for name, c := range map[string]struct {
		file, id, header, row string
		want                  string // kind, start, end, done
	}{
		"a task": {"Task.csv", task, "Id,Subject,ActivityDate,CreatedDate,Status",
			task + ",Talk,2026-02-03,2026-02-01T08:00:00Z,Open",
			"task|2026-02-03T00:00:00Z||false"},
		"a task of no day": {"Task.csv", task, "Id,Subject,ActivityDate,CreatedDate,Status",
			task + ",Talk,,2026-02-01T08:00:00Z,Completed",
			"task|2026-02-01T08:00:00Z||true"},
		"a task that was completed": {"Task.csv", task,
			"Id,Subject,ActivityDate,CreatedDate,IsClosed,CompletedDateTime",
			task + ",Talk,2026-02-03,2026-02-01T08:00:00Z,true,2026-02-05T09:00:00Z",
			"task|2026-02-05T09:00:00Z||true"},
		"a task of no day at all": {"Task.csv", task, "Id,Subject,ActivityDate,Status",
			task + ",Talk,,Completed", "task|||true"},
		"an event of another field": {"Event.csv", event,
			"Id,Subject,StartDateTime,ActivityDateTime,ActivityDate,EndDateTime,CreatedDate,DurationInMinutes",
			event + ",Talk,,2026-02-03T10:00:00Z,2026-02-04,,2026-02-01T08:00:00Z,30",
			"meeting|2026-02-03T10:00:00Z|2026-02-03T10:30:00Z|"},
		"an event of a day": {"Event.csv", event,
			"Id,Subject,StartDateTime,ActivityDateTime,ActivityDate,EndDateTime,CreatedDate,DurationInMinutes",
			event + ",Talk,,,2026-02-04,,2026-02-01T08:00:00Z,20160",
			"meeting|2026-02-04T00:00:00Z|2026-02-18T00:00:00Z|"},
		"an event longer than two weeks": {"Event.csv", event,
			"Id,Subject,StartDateTime,ActivityDateTime,ActivityDate,EndDateTime,CreatedDate,DurationInMinutes",
			event + ",Talk,,,2026-02-04,,2026-02-01T08:00:00Z,20161", "meeting|2026-02-04T00:00:00Z||"},
		"an event of no day": {"Event.csv", event,
			"Id,Subject,StartDateTime,ActivityDateTime,ActivityDate,EndDateTime,CreatedDate,DurationInMinutes",
			event + ",Talk,,,,2026-02-03T10:00:00Z,2026-02-01T08:00:00Z,30", "meeting|||"},
		"an event that ends before it begins": {"Event.csv", event,
			"Id,Subject,StartDateTime,EndDateTime,CreatedDate,DurationInMinutes",
			event + ",Talk,2026-02-03T10:00:00Z,2026-02-03T09:59:59Z,2026-02-01T08:00:00Z,60",
			"meeting|2026-02-03T10:00:00Z||"},
		"an event of no length": {"Event.csv", event,
			"Id,Subject,StartDateTime,EndDateTime,CreatedDate,DurationInMinutes",
			event + ",Talk,2026-02-03T10:00:00Z,2026-02-03T10:00:00Z,2026-02-01T08:00:00Z,0",
			"meeting|2026-02-03T10:00:00Z|2026-02-03T10:00:00Z|"},
		"a call": {"Task.csv", call, "Id,Subject,ActivityDate,CreatedDate,CallType,CallDurationInSeconds,IsClosed",
			call + ",Talk,2026-02-03,2026-02-01T08:00:00Z,Inbound,90,1",
			"call|2026-02-03T00:00:00Z|2026-02-03T00:01:30Z|true"},
		"a call of no length": {"Task.csv", call,
			"Id,Subject,ActivityDate,CreatedDate,CallType,CallDurationInSeconds,IsClosed",
			call + ",Talk,2026-02-03,2026-02-01T08:00:00Z,Inbound,0,0", "call|2026-02-03T00:00:00Z||false"},
		"a call of almost a week": {"Task.csv", call,
			"Id,Subject,ActivityDate,CreatedDate,CallType,CallDurationInSeconds",
			call + ",Talk,2026-02-03,2026-02-01T08:00:00Z,Inbound,604799",
			"call|2026-02-03T00:00:00Z|2026-02-09T23:59:59Z|false"},
		"a call of a week": {"Task.csv", call, "Id,Subject,ActivityDate,CreatedDate,CallType,CallDurationInSeconds",
			call + ",Talk,2026-02-03,2026-02-01T08:00:00Z,Inbound,604800", "call|2026-02-03T00:00:00Z||false"},
		"an email of another type": {"Task.csv", task, "Id,Subject,ActivityDate,CreatedDate,TaskSubtype,CallType,Type",
			task + ",Talk,2026-02-03,2026-02-01T08:00:00Z,Email,Inbound,", "email|2026-02-03T00:00:00Z||false"},
		"an event": {"Event.csv", event, "Id,Subject,StartDateTime,EndDateTime,CreatedDate,DurationInMinutes",
			event + ",Talk,2026-02-03T10:00:00Z,2026-02-03T11:00:00Z,2026-02-01T08:00:00Z,60",
			"meeting|2026-02-03T10:00:00Z|2026-02-03T11:00:00Z|"},
		"an activity of Pipedrive": {"activities.csv", "7",
			"id,subject,type,due_date,due_time,done,add_time,active_flag",
			"7,Talk,call,2026-02-03,10:30,true,2026-02-01 08:00:00,true", "call|2026-02-03T10:30:00Z||true"},
		"one of no hour": {"activities.csv", "7", "id,subject,type,due_date,due_time,done,add_time,active_flag",
			"7,Talk,deadline,2026-02-03,,false,2026-02-01 08:00:00,true", "task|2026-02-03T00:00:00Z||false"},
		"one that was removed": {"activities.csv", "7", "id,subject,type,due_date,due_time,done,add_time,active_flag",
			"7,Talk,call,2026-02-03,10:30,true,2026-02-01 08:00:00,false", "absent"},
		"a call of HubSpot": {"engagement_call.csv", "7",
			"engagement_id,type,property_hs_call_title,property_hs_timestamp,property_hs_call_duration," +
				"property_hs_call_status", "7,CALL,Talk,2026-02-03T10:00:00Z,90000,COMPLETED",
			"call|2026-02-03T10:00:00Z|2026-02-03T10:01:30Z|true"},
		"one that did not take place": {"engagement_call.csv",
			"7", "engagement_id,type,property_hs_call_title,property_hs_timestamp," +
				"property_hs_call_duration,property_hs_call_status", "7,CALL,Talk,2026-02-03T10:00:00Z,0,NO_ANSWER",
			"call|2026-02-03T10:00:00Z||false"},
		"a meeting of HubSpot": {"engagement_meeting.csv", "7",
			"engagement_id,property_hs_meeting_title,property_hs_meeting_start_time," +
				"property_hs_meeting_end_time", "7,Talk,2026-02-03T10:00:00Z,2026-02-03T11:00:00Z",
			"meeting|2026-02-03T10:00:00Z|2026-02-03T11:00:00Z|"},
		"one that ends before it begins": {"engagement_meeting.csv", "7",
			"engagement_id,property_hs_meeting_title,property_hs_meeting_start_time," +
				"property_hs_meeting_end_time", "7,Talk,2026-02-03T10:00:00Z,2026-02-03T09:00:00Z",
			"meeting|2026-02-03T10:00:00Z||"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r := w.files(map[string]string{c.file: c.header + "\n" + c.row + "\n"})
			if f := r.Files[0]; f.Object != sales.Activity {
				t.Fatalf("%+v", f)
			}
			w.want(sales.Activity, c.id, now, c.want, "kind", "start_at", "end_at", "done")
		})
	}
}

// TestDealsOfPipedrive: the status of a deal goes before its stage and says when it was closed; what is marked as
// deleted is not there.
func TestDealsOfPipedrive(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]string{
		"open,,,": "A|open|2026-03-31", "won,2026-02-10 09:00:00,,": "A|won|2026-02-10",
		"won,,,2026-02-12 09:00:00": "A|won|2026-02-12",
		"won,,,":                    "A|won|2026-03-31", "lost,,2026-02-11 09:00:00,": "A|lost|2026-02-11",
		"lost,,,2026-02-12 09:00:00": "A|lost|2026-02-12",
		"lost,,,":                    "A|lost|2026-03-31", "deleted,,,": "absent",
	} {
		w := newWorld(t)
		r := w.run(connectors.Options{Paths: []string{folder(t, map[string]string{
			"deals.csv": "id,title,value,currency,stage_id,status,won_time,lost_time,close_time,expected_close_date,add_time\n" +
				"1,A,900,EUR,3," + status + ",2026-03-31,2026-01-05 08:00:00\n"})}})
		if f := r.Files[0]; f.Object != sales.Deal || !strings.Contains(f.Layout, "deals") {
			t.Fatalf("%+v", f)
		}
		w.want(sales.Deal, "1", now, want, "name", "outcome", "close_date")
	}
}
