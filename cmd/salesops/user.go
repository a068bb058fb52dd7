package main

import (
	"context"
	"fmt"
	"strings"

	"salesops/auth"
	"salesops/internal/fault"
	"salesops/internal/reason"
)

type userCommand struct {
	Factors userFactorsCommand `cmd:"" help:"Second factors of a user."`
}

type userFactorsCommand struct {
	Remove userFactorsRemoveCommand `cmd:"" help:"Take all second factors off a user who has lost them."`
}

type userFactorsRemoveCommand struct {
	Login string `arg:"" help:"The mail address with which the user signs in."`
}

func (*userFactorsRemoveCommand) Help() string {
	return `Removes the authenticator app and the recovery codes of a user, and ends the user's sessions. From then on the password is enough, or, where the setting second_factor is "required", the next sign-in begins with setting up another app. The removal is in the audit trail.

It is for whoever has the data folder and is locked out; administrators do the same under Settings, People who sign in.

Examples:

  salesops user factors remove ann@example.com --data ~/acme`
}

func (*userFactorsRemoveCommand) use() (folderUse, error) { return needsFolder, nil }

func (c *userFactorsRemoveCommand) run(ctx context.Context, s *session) error {
	users := s.shop.api.Auth
	all, err := users.Users(ctx)
	if err != nil {
		return err
	}
	for _, u := range all {
		if !strings.EqualFold(u.Login, strings.TrimSpace(c.Login)) {
			continue
		}
		if err := users.RemoveFactors(ctx, auth.OwnerIdentity(), auth.UserID(u.ID)); err != nil {
			return err
		}
		_, err := fmt.Fprintf(s.stdout, "%s has no second factor any more; the sessions have ended\n",
			visible(u.Login))
		return err
	}
	return fault.Because(fault.Missing, reason.Of("user_unknown"))
}
