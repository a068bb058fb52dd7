package reason

// roles are the messages about what a role does not permit, and about roles and shares.
var roles = map[string]string{
	"not_allowed":        "your role does not permit this",
	"field_hidden":       "your role does not see the field {field} of a {object}",
	"record_not_yours":   "you may see {record}, but not change it",
	"record_for_others":  "your role does not permit a {object} that belongs to somebody else",
	"administrator_last": "this is the last administrator who can sign in: make somebody else one first",

	"role_unknown":       "there is no role {role}",
	"role_built_in":      "the role {role} is built in and does not change: define one of your own",
	"role_taken":         "there is a role with this name",
	"role_too_many":      "there are {most} roles already: delete one that nobody has",
	"role_wrong":         "a role cannot say {value} there",
	"role_writes_unseen": "a role cannot write records that it does not see",
	"role_import":        "a role that imports reads and writes every record and sees every field",
	"role_given":         "this role has users ({users}): give them another one first",

	"share_wrong": "only a record that has an owner, or belongs to one that has, is shared: with one person or one " +
		"team",
	"share_unknown": "this share has ended",
}
