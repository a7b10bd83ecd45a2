package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// What a list of a body does with the list that is there.
const (
	actionAppend  = "append"
	actionReplace = "replace"
)

// contact is an e-mail address, a phone number or an address.
type contact struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

var contactTypes = []string{"home", "work", "mobile", "other"}

// customer writes cases.
type customer struct {
	id                   int
	firstName, lastName  string
	company, title       string
	externalID           string
	background, language string
	lockedUntil          time.Time
	emails, phones       []contact
	addresses            []contact
	custom               map[string]any
	created, updated     time.Time
}

func (a *account) renderCustomer(k *customer) object {
	self := pathOf(classCustomer, k.id)
	return object{
		"id": k.id, "first_name": engine.OrNull(k.firstName), "last_name": engine.OrNull(k.lastName),
		"company": engine.OrNull(k.company), "title": engine.OrNull(k.title), "avatar": nil,
		"external_id": engine.OrNull(k.externalID), "background": engine.OrNull(k.background),
		"language": engine.OrNull(k.language), "locked_until": stamp(k.lockedUntil),
		"created_at": stamp(k.created), "updated_at": stamp(k.updated),
		"custom_fields": a.renderValues(ofCustomers, k.custom),
		"emails":        append([]contact{}, k.emails...), "phone_numbers": append([]contact{}, k.phones...),
		"addresses": append([]contact{}, k.addresses...),
		"_links": object{
			"self": link(self, classCustomer), "locked_by": nil, "company": nil, "facebook_user": nil, "twitter_user": nil,
			"cases": counted(self+"/cases", classCase, len(a.casesThat(func(t *theCase) bool { return t.customerID == k.id }))),
		},
	}
}

// read fills a customer from a body.
func (k *customer) read(r *reader, a *account) {
	r.text("first_name", &k.firstName)
	r.text("last_name", &k.lastName)
	r.text("company", &k.company)
	r.text("title", &k.title)
	r.text("external_id", &k.externalID)
	r.text("background", &k.background)
	r.text("language", &k.language)
	r.moment("locked_until", &k.lockedUntil)
	r.contacts("emails", &k.emails)
	r.contacts("phone_numbers", &k.phones)
	r.contacts("addresses", &k.addresses)
	k.custom = r.values(a, ofCustomers, k.custom)
}

// contacts reads a list of contacts, and puts it behind or in the place of what is
// there, as <name>_update_action says.
func (r *reader) contacts(name string, to *[]contact) {
	action := actionAppend
	r.text(name+"_update_action", &action, actionAppend, actionReplace)
	var read []contact
	if !r.decode(name, &read) {
		return
	}
	for _, one := range read {
		if one.Value == "" || !slices.Contains(contactTypes, one.Type) {
			r.fail(name, codeInvalid)
			return
		}
	}
	if action == actionAppend {
		read = append(slices.Clone(*to), read...)
	}
	*to = read
}

// checkCustomer reads a body into a customer, whose addresses must be nobody else's.
func (c *call) checkCustomer(k *customer) *problem {
	r := c.reader()
	k.read(r, c.account)
	for _, other := range c.customers {
		if other.id == k.id {
			continue
		}
		if k.externalID != "" && other.externalID == k.externalID {
			r.fail("external_id", codeTaken)
		}
		for _, email := range k.emails {
			if other.hasEmail(email.Value) {
				r.fail("emails", codeTaken)
			}
		}
	}
	return r.problem()
}

func (k *customer) hasEmail(email string) bool {
	return slices.ContainsFunc(k.emails, func(one contact) bool { return strings.EqualFold(one.Value, email) })
}

func (c *call) postCustomer() *reply {
	made := &customer{created: c.now(), updated: c.now()}
	if bad := c.checkCustomer(made); bad != nil {
		return bad.reply()
	}
	made.id = c.newID(classCustomer)
	c.customers[made.id] = made
	return c.created(c.renderCustomer(made))
}

func (c *call) patchCustomer() *reply {
	k := c.customers[c.pathID("id")]
	if k == nil {
		return notFound.reply()
	}
	changed := *k
	if bad := c.checkCustomer(&changed); bad != nil {
		return bad.reply()
	}
	changed.updated = c.now()
	*k = changed
	return ok(c.renderCustomer(k))
}

func (c *call) showCustomer() *reply {
	if k := c.customers[c.pathID("id")]; k != nil {
		return ok(c.renderCustomer(k))
	}
	return notFound.reply()
}

func (c *call) customersThat(is func(*customer) bool) list {
	var entries list
	for _, k := range byID(c.customers) {
		if is(k) {
			entries.Add(fmt.Sprint(k.id), c.renderCustomer(k))
		}
	}
	return entries
}

// customerOrders are the fields by which customers are sorted.
var customerOrders = []string{"id", "created_at", "updated_at"}

func (c *call) listCustomers() *reply {
	entries := c.customersThat(func(*customer) bool { return true })
	c.sort(entries, customerOrders...)
	return c.page(entries)
}

// searchCustomers finds by e-mail address, name, external id and ids; see [call.criteria].
func (c *call) searchCustomers() *reply {
	criteria, bad := c.criteria()
	if bad != nil {
		return bad.reply()
	}
	found := c.customersThat(func(k *customer) bool {
		return !slices.ContainsFunc(criteria, func(asked criterion) bool { return !k.matches(asked) })
	})
	c.sort(found, customerOrders...)
	return c.pageOf(c.request.URL.Path, searchPage, found)
}

func (k *customer) matches(asked criterion) bool {
	switch asked.name {
	case "email":
		return slices.ContainsFunc(asked.values, k.hasEmail)
	case "first_name":
		return asked.has(k.firstName)
	case "last_name":
		return asked.has(k.lastName)
	case "full_name":
		return asked.has(strings.TrimSpace(k.firstName + " " + k.lastName))
	case "external_id":
		return asked.has(k.externalID)
	}
	return asked.bounds(k.id, k.created, k.updated)
}
