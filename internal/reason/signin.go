package reason

// signin are the messages about refused sign-ins, users, links, sessions and tokens.
var signin = map[string]string{
	// sign-in
	"signin_wrong": "the mail address or the password is wrong",
	"signin_wait":  "too many tries: try again in {seconds} seconds",
	"signin_busy":  "too many people are signing in at this moment: try again in a few seconds",
	"session_needed": "this needs a session: sign in, or open the address that `salesops serve` prints; run it again " +
		"for a new one",
	"token_wrong":    "this API token is not valid: it was revoked, has expired, or was not copied whole",
	"token_not_here": "an API token cannot do this: sign in with the browser",
	"scope_missing":  "this API token may not do this: it needs the scope {scope}",
	"too_fast":       "too many requests: try again in {seconds} seconds",
	"other_website":  "another website sent this request; open the product's own address instead",
	"host_unknown": "this program does not answer to the name in the request: open the address that it prints, or " +
		"start it with --host and that name",
	"https_needed": "this address is for https only: open it with https",

	// passwords
	"password_short": "a password has at least {least} characters: several words that do not belong together " +
		"make a good one",
	"password_long":       "a password has at most {most} bytes",
	"password_unreadable": "this password holds characters that cannot be kept",
	"password_common": "this password is among the first that others try: use several words that do not belong " +
		"together",
	"password_wrong": "the present password is wrong",

	// second factors
	"code_wrong":      "this code is wrong: take the one that the app shows now, or a recovery code that was not used",
	"code_used":       "this code was used already: wait until the app shows the next one",
	"ticket_old":      "signing in took too long, or was begun again elsewhere: start again with the password",
	"factor_old":      "setting this up took too long, or was begun again elsewhere: start again",
	"factor_there":    "there is a second factor of this kind already: remove it first",
	"factor_none":     "there is no second factor",
	"factor_required": "everybody here needs a second factor: this one is the last, so it stays",
	"factor_unreadable": "the server cannot read the secret of this app any more, as after a restore without " +
		"its key: use a recovery code, or ask an administrator to remove the second factor",

	// users and their links
	"login_malformed": "this is no mail address: write one such as ann@example.com",
	"login_alike": "this mail address can be taken for another one: use letters of one script in each part of it, " +
		"in their usual form",
	"login_taken":      "somebody signs in with this mail address already",
	"person_taken":     "this person signs in already",
	"name_missing":     "a name is needed",
	"user_unknown":     "there is no such user",
	"user_self":        "nobody can lock themselves out: ask another administrator",
	"user_deactivated": "this user is deactivated: activate them first",
	"setup_done":       "there is an administrator already: sign in, or ask them for an invitation",
	"setup_code": "the code is wrong or was used before: run `salesops serve` again in the terminal, it prints " +
		"an address that ends in a new one",
	"link_unknown": "this link was used before or is too old: ask for a new one",

	// mail
	"mail_unset": "no mail server is set up: start `salesops serve` with --mail-server and --mail-from",
	"mail_to_nobody": "mail goes to people who sign in with a mail address, and the owner of the folder has none: " +
		"sign in",
	"mail_silent": "the mail server {server} does not answer: try again, or check --mail-server",
	"mail_certificate": "the certificate of the mail server {server} is not trusted here: check --mail-server, or " +
		"name who signed it with --mail-ca",
	"mail_refused": "the mail server {server} did not take the message (code {answer}): check --mail-from and the " +
		"reader's address",
	"mail_unreachable": "the mail server {server} cannot be reached: check --mail-server and --mail-security",
	"mail_login": "the mail server {server} did not let the program in: check --mail-user, its password and " +
		"--mail-security",

	// sessions and tokens
	"session_unknown": "there is no such session: it may have ended",
	"token_unknown":   "there is no such token: it may have been revoked",
	"token_days":      "a token lasts 1 to {most} days",
	"token_no_user":   "the owner of the folder has no tokens: sign in as a user first",
	"token_too_many":  "one user has at most {most} tokens: revoke one first",
	"scope_unknown":   "a token needs scopes: {scopes}",
}
