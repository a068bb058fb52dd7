package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"salesops/access"
	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/jobs"
	"salesops/record"
)

// A mail is a job, so that it is sent after the answer, and again when the mail server does not answer. One runs at a
// time: a server that answers slowly keeps one worker from imports and backups, not all. A process that ends between
// the server's yes and the note of it sends the mail twice; the link in the second one is the good one.

const mailKind = "mail"

// mailAttempts is how often a mail is tried: the waits between grow to an hour, so for a day.
const mailAttempts = 30

// mailLater keeps a letter. The job is the program's own: it is not stopped with the jobs of the person who caused it.
func (a *API) mailLater(ctx context.Context, l auth.Letter) error {
	_, err := a.Jobs.Add(context.WithoutCancel(ctx),
		jobs.New{Kind: mailKind, Key: mailKind, Args: l, MaxAttempts: mailAttempts}, record.Command{})
	return err
}

func (a *API) runMail(ctx context.Context, r *jobs.Run) error {
	var l auth.Letter
	if err := r.Args(&l); err != nil {
		return jobs.Final(err)
	}
	err := a.Auth.Deliver(ctx, l, linkAt)
	if fault.KindOf(err) == fault.Invalid { // it stays so
		return jobs.Final(err)
	}
	return err
}

// MailState says whether mail is sent.
type MailState struct {
	SetUp   bool     `json:"set_up" doc:"Invitations, links for another password and alarms are mailed"`
	Server  string   `json:"server" doc:"Host and port; empty when no mail is set up" example:"smtp.example.com:587"`
	From    string   `json:"from" doc:"The sender" example:"sales@example.com"`
	Waiting int      `json:"waiting" doc:"Mails that are not sent yet"`
	Problem *Problem `json:"problem,omitempty" doc:"Why one of them could not be sent when it was tried last"`
}

// MailServer is the mail server that is set up.
type MailServer interface {
	auth.Mail
	Server() (address, from string)
}

// UseMail sends mail from now on. It is called before requests are served and before the jobs are started.
func (a *API) UseMail(m MailServer) { a.Auth.Mail = m }

func (a *API) registerMail(api huma.API) {
	huma.Register(api, needing(operation("getMail", http.MethodGet, "/mail", tagAdministration,
		"Whether mail is sent, and through which server"), access.Users), a.getMail)
	huma.Register(api, needing(byHand(operation("testMail", http.MethodPost, "/mail/test", tagAdministration,
		"Send the asker a test mail, now")), access.Users), a.testMail)
}

func (a *API) getMail(ctx context.Context, _ *struct{}) (*done[MailState], error) {
	open, err := a.Jobs.Open(ctx, mailKind)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out := MailState{SetUp: a.Auth.Mail != nil, Waiting: len(open)}
	for _, j := range open {
		if j.Failure != nil {
			errors.As(a.problem(ctx, j.Failure.Err()), &out.Problem)
		}
	}
	if s, ok := a.Auth.Mail.(MailServer); ok {
		out.Server, out.From = s.Server()
	}
	return &done[MailState]{out}, nil
}

func (a *API) testMail(ctx context.Context, _ *struct{}) (*struct{}, error) {
	who, err := able(ctx, access.Users)
	if err == nil {
		err = a.Auth.TestMail(ctx, who)
	}
	return nil, a.problem(ctx, err)
}
