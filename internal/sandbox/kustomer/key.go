package kustomer

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"
)

// apiKey is a key as a person makes it under Settings > Security > API Keys. Its
// roles cannot be changed. The machine user behind it is the author of all that
// the key writes.
type apiKey struct {
	id, userID string
	name       string
	token      string
	roles      []string
	made, used time.Time
	ends       time.Time // zero is "No Expiration"
	address    string
	userAgent  string
}

// claims is what the payload of a real key holds.
type claims struct {
	ID       string   `json:"id"`
	User     string   `json:"user"`
	Org      string   `json:"org"`
	OrgName  string   `json:"orgName"`
	UserType string   `json:"userType"`
	Pod      string   `json:"pod"`
	Roles    []string `json:"roles"`
	Audience string   `json:"aud"`
	Issuer   string   `json:"iss"`
	Subject  string   `json:"sub"`
}

// newToken writes a key that looks like the vendor's: a JWT. Nobody checks the
// signature.
func newToken(c claims) string {
	c.UserType, c.Pod, c.Audience, c.Issuer, c.Subject = machineUser, "sandbox", "urn:consumer", "urn:api", c.User
	payload, err := json.Marshal(c)
	if err != nil {
		panic("sandbox key is not JSON: " + err.Error())
	}
	signed := segment([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + segment(payload)
	signature := sha256.Sum256([]byte("sandbox " + signed))
	return signed + "." + segment(signature[:])
}

func segment(part []byte) string { return base64.RawURLEncoding.EncodeToString(part) }

// addKey makes a key and its machine user.
func (a *account) addKey(name string, held []string, ends time.Time) *apiKey {
	machine := &user{
		id: a.newID(), name: name, kind: machineUser, roles: held,
		email: slug(name) + "@machine." + a.name + ".example", created: a.now(), updated: a.now(),
	}
	a.users[machine.id] = machine
	key := &apiKey{id: a.newID(), userID: machine.id, name: name, roles: held, made: a.now(), ends: ends}
	key.token = newToken(claims{ID: key.id, User: machine.id, Org: a.id, OrgName: a.name, Roles: held})
	a.keys[key.id] = key
	return key
}

// ended tells whether a key's last day is over, by the simulated clock.
func (a *account) ended(key *apiKey) bool { return !key.ends.IsZero() && !a.now().Before(key.ends) }

func (a *account) keyNamed(name string) *apiKey {
	for _, key := range byID(a.keys) {
		if key.name == name {
			return key
		}
	}
	return nil
}

func (a *account) renderKey(key *apiKey) object {
	attributes := object{
		"name": key.name, "roles": append([]string{}, key.roles...), "lastTokenChars": key.token[len(key.token)-4:],
		"ipAddress": key.address, "userAgent": key.userAgent, "lastAccessedAt": momentOrNull(key.used),
		"createdAt": stamp(key.made), "updatedAt": stamp(key.made),
	}
	if a.settings.TokenExpiry == ExpiryShown {
		attributes["expiresAt"] = momentOrNull(key.ends)
	}
	return resource("auth_token", key.id, attributes, a.relationships(relation{"user", "user", key.userID}))
}

func (c *call) showCurrentKey() *reply { return one(http.StatusOK, c.renderKey(c.key)) }

func (c *call) deleteCurrentKey() *reply {
	delete(c.keys, c.key.id)
	return noContent()
}

// listKeys lists the caller's own tokens, or those of the kind of user that
// userType names.
func (c *call) listKeys() *reply {
	var entries list
	for _, key := range byID(c.keys) {
		if kind := c.query("userType"); key.userID == c.key.userID || kind == machineUser {
			entries.Add(key.id, c.renderKey(key))
		}
	}
	return c.page(entries, pageLimit)
}

func (c *call) showKey() *reply {
	if key := c.keys[c.id()]; key != nil {
		return one(http.StatusOK, c.renderKey(key))
	}
	return notFound.reply()
}

func (c *call) deleteKey() *reply {
	if c.keys[c.id()] == nil {
		return notFound.reply()
	}
	delete(c.keys, c.id())
	return noContent()
}
