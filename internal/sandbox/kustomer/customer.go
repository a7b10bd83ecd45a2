package kustomer

import (
	"net/http"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// address is an e-mail address of a customer; one that is shared belongs to
// several and finds nobody.
type address struct {
	Email    string `json:"email"`
	Type     string `json:"type"`
	Verified bool   `json:"verified"`
}

// customer is a person whom the organization helps.
type customer struct {
	id, name, externalID   string
	emails, shared         []address
	phones                 []object
	locale, timeZone       string
	tags                   []string // ids
	custom                 map[string]any
	deleted                bool
	createdBy, modifiedBy  string
	created, updated, seen time.Time // seen: of the last message from them
	rev                    int
}

// email is where a survey goes.
func (k *customer) email() string {
	if len(k.emails) == 0 {
		return ""
	}
	return k.emails[0].Email
}

func renderAddresses(all []address) []object {
	items := []object{}
	for _, one := range all {
		items = append(items, object{"email": one.Email, "type": one.Type, "verified": one.Verified, "id": nil})
	}
	return items
}

func (a *account) renderCustomer(k *customer) object {
	display := k.name
	if display == "" {
		display = k.email()
	}
	return resource("customer", k.id, object{
		"name": engine.OrNull(k.name), "displayName": display, "externalId": engine.OrNull(k.externalID),
		"emails": renderAddresses(k.emails), "sharedEmails": renderAddresses(k.shared),
		"phones": append([]object{}, k.phones...), "locale": engine.OrNull(k.locale), "timeZone": engine.OrNull(k.timeZone),
		"tags": append([]string{}, k.tags...), "custom": copied(k.custom), "deleted": k.deleted, "rev": k.rev,
		"lastCustomerActivityAt": momentOrNull(k.seen), "lastActivityAt": stamp(k.updated),
		"createdAt": stamp(k.created), "updatedAt": stamp(k.updated), "modifiedAt": stamp(k.updated),
	}, a.relationships(relation{"createdBy", "user", k.createdBy}, relation{"modifiedBy", "user", k.modifiedBy}))
}

// read fills a customer from the wire. Members that are not sent stay; custom
// attributes are added to those there are, or replace them.
func (c *call) readCustomer(r *reader, k *customer, replaceCustom bool) {
	r.text("name", &k.name, nullable)
	r.text("externalId", &k.externalID, nullable)
	r.text("locale", &k.locale, nullable)
	r.text("timeZone", &k.timeZone, nullable)
	r.addresses("emails", &k.emails)
	r.addresses("sharedEmails", &k.shared)
	phones := []object{}
	if r.decode("phones", &phones, 0, "a list of objects") {
		k.phones = phones
	}
	r.flag("deleted", &k.deleted)
	c.custom(r, "customer", &k.custom, replaceCustom)
	r.tags()
}

func (r *reader) addresses(name string, to *[]address) {
	read := []address{}
	if !r.decode(name, &read, 0, "a list of objects with an email") {
		return
	}
	for i := range read {
		read[i].Email = strings.ToLower(strings.TrimSpace(read[i].Email))
		if !strings.Contains(read[i].Email, "@") {
			r.fail(name, "must hold e-mail addresses")
		}
		if read[i].Type == "" {
			read[i].Type = "home"
		}
	}
	*to = read
}

// foundCustomer looks a customer up by id, or as the paths email={email} and
// externalId={externalId} do.
func (a *account) foundCustomer(by string) *customer {
	if k := a.customers[by]; k != nil && !k.deleted {
		return k
	}
	email, isEmail := strings.CutPrefix(by, "email=")
	external, isExternal := strings.CutPrefix(by, "externalId=")
	for _, k := range a.customers {
		if !k.deleted && (isEmail && k.hasEmail(email) || isExternal && external != "" && k.externalID == external) {
			return k
		}
	}
	return nil
}

func (k *customer) hasEmail(email string) bool {
	for _, one := range k.emails {
		if strings.EqualFold(one.Email, email) {
			return true
		}
	}
	return false
}

// taken says which address or external id of a customer is another one's.
func (a *account) taken(k *customer) *problem {
	for _, one := range k.emails {
		if other := a.foundCustomer("email=" + one.Email); other != nil && other.id != k.id {
			return conflict("a customer with the email " + one.Email + " exists")
		}
	}
	if other := a.foundCustomer("externalId=" + k.externalID); k.externalID != "" && other != nil && other.id != k.id {
		return conflict("a customer with the externalId " + k.externalID + " exists")
	}
	return nil
}

// listCustomers takes filter[createdAt][gte] and its like, and sort.
func (c *call) listCustomers() *reply {
	var entries list
	for _, k := range byID(c.customers) {
		if !k.deleted {
			entries.Add(k.id, c.renderCustomer(k))
		}
	}
	if bad := c.filter(&entries); bad != nil {
		return bad.reply()
	}
	return c.page(entries, pageLimit)
}

func (c *call) showCustomer() *reply {
	if k := c.foundCustomer(c.id()); k != nil {
		return one(http.StatusOK, c.renderCustomer(k))
	}
	return notFound.reply()
}

func (c *call) postCustomer() *reply {
	r, by := c.reader(), c.actor()
	k := &customer{createdBy: by.userID, modifiedBy: by.userID, created: c.now(), updated: c.now(), rev: 1}
	c.readCustomer(r, k, true)
	if by.setsTimes {
		r.moment("createdAt", &k.created)
	}
	if r.bad == nil {
		r.bad = c.taken(k)
	}
	if r.bad != nil {
		return r.bad.reply()
	}
	k.id = c.newID()
	c.writeTags(r, &k.tags)
	c.customers[k.id] = k
	c.publish(nil, c.renderCustomer(k))
	return one(http.StatusCreated, c.renderCustomer(k))
}

func (c *call) putCustomer() *reply { return c.changeCustomer(c.settings.PutCustom == CustomReplaced) }

func (c *call) patchCustomer() *reply { return c.changeCustomer(false) }

func (c *call) changeCustomer(replaceCustom bool) *reply {
	k := c.foundCustomer(c.id())
	if k == nil {
		return notFound.reply()
	}
	r, changed := c.reader(), *k
	c.readCustomer(r, &changed, replaceCustom)
	r.checkRev(c.query("rev"), k.rev)
	if r.bad == nil {
		r.bad = c.taken(&changed)
	}
	if r.bad != nil {
		return r.bad.reply()
	}
	c.writeTags(r, &changed.tags)
	changed.modifiedBy, changed.updated, changed.rev = c.key.userID, c.now(), k.rev+1
	was := c.renderCustomer(k)
	*k = changed
	c.publish(was, c.renderCustomer(k))
	return one(http.StatusOK, c.renderCustomer(k))
}

func (c *call) deleteCustomer() *reply {
	k := c.foundCustomer(c.id())
	if k == nil {
		return notFound.reply()
	}
	k.deleted, k.updated = true, c.now()
	for _, talk := range c.conversations {
		if talk.customerID == k.id {
			talk.deleted = true
		}
	}
	return noContent()
}
