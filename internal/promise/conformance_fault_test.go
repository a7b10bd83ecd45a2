//go:build linux

package promise

import (
	"net/http"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// again applies the same once more, without a fault.
var again = conformanceCase{name: "again"}

const anyWrite = ""

func killedAt(method string, nth int) (before, after requestFault) {
	return requestFault{kind: killBefore, method: method, nth: nth}, requestFault{kind: killAfter, method: method, nth: nth}
}

// killed plays a change twice with a kill at the same write, before it and after
// it, and what follows each. The way back, if it needs one, makes the change
// possible once more.
func killed(c conformanceCase, method string, nth int, back func(tfcore.Configuration)) (cases []conformanceCase) {
	before, after := killedAt(method, nth)
	for _, fault := range []requestFault{before, after} {
		struck := c
		struck.name += ", " + string(fault.kind)
		struck.fault = fault
		cases = append(cases, struck, conformanceCase{name: struck.name + ": again", options: tfcore.Options{Replace: c.options.Replace}, unordered: len(c.left) > 0})
		if back != nil {
			cases = append(cases, conformanceCase{name: struck.name + ": back", changed: back})
		}
	}
	return cases
}

func retag(tag string, createFirst bool) func(tfcore.Configuration) {
	return func(c tfcore.Configuration) { c[vipAddress] = guard("VIP", tag, createFirst) }
}

func addPress(c tfcore.Configuration)    { c[pressAddress] = guardAfter("Press", "press", vipAddress) }
func removePress(c tfcore.Configuration) { delete(c, pressAddress) }

// guardAfter is an exclusion that is evaluated after another one.
func guardAfter(title, tag, after string) tfcore.Resource {
	made := guard(title, tag, false)
	made.Attributes["evaluate_after"] = []any{theID(after)}
	return made
}

func TestTheSmallTerraformIsKilledLikeTheRealOneAtCreates(t *testing.T) {
	cases := []conformanceCase{{name: "start", changed: chain}}
	cases = append(cases, killed(conformanceCase{name: "create", changed: addPress}, http.MethodPost, 0, removePress)...)
	cases = append(cases, killed(conformanceCase{name: "activate what was created", changed: addPress}, anyWrite, 1, removePress)...)
	conform(t, cases)
}

func TestTheSmallTerraformIsKilledLikeTheRealOneAtUpdatesAndDeletes(t *testing.T) {
	cases := []conformanceCase{{name: "start", changed: chain}, {name: "a second exclusion", changed: addPress}}
	cases = append(cases, killed(conformanceCase{name: "update", changed: retag("important", false)}, http.MethodPut, 0, retag("vip", false))...)
	cases = append(cases, killed(conformanceCase{name: "delete", changed: removePress}, http.MethodDelete, 0, addPress)...)
	conform(t, cases)
}

func TestTheSmallTerraformIsKilledLikeTheRealOneAtReplacements(t *testing.T) {
	replace := tfcore.Options{Replace: []string{vipAddress}}
	cases := []conformanceCase{{name: "start", changed: chain}}
	for _, row := range []struct {
		conformanceCase
		method string
	}{
		{conformanceCase{name: "destroy first, at the create", options: replace}, http.MethodPost},
		{conformanceCase{name: "destroy first, at the delete", options: replace}, http.MethodDelete},
		{conformanceCase{name: "create first, at the create", options: replace, changed: retag("vip", true)}, http.MethodPost},
		{conformanceCase{name: "create first, at the delete", options: replace, left: []string{"vip deposed"}}, http.MethodDelete},
	} {
		cases = append(cases, killed(row.conformanceCase, row.method, 0, nil)...)
	}
	conform(t, cases)
}

// What a run wrote and its state does not tell.
func TestTheSmallTerraformLosesStateLikeTheRealOne(t *testing.T) {
	lost := func(options tfcore.Options) tfcore.Options {
		options.StateLost = true
		return options
	}
	_, afterPost := killedAt(http.MethodPost, 0)
	_, afterPut := killedAt(http.MethodPut, 0)
	_, afterDelete := killedAt(http.MethodDelete, 0)
	beforeSend, _ := killedAt(http.MethodPost, 1)
	conform(t, []conformanceCase{
		{name: "start", changed: func(c tfcore.Configuration) { c[fieldAddress] = checkbox("Do not send") }},
		{name: "two creates", changed: chain, options: lost(tfcore.Options{}), fault: beforeSend},
		again,
		{name: "a create", changed: addPress, options: lost(tfcore.Options{}), fault: afterPost},
		again,
		{name: "an update", changed: retag("important", false), options: lost(tfcore.Options{}), fault: afterPut},
		again,
		{name: "a delete", changed: removePress, options: lost(tfcore.Options{}), fault: afterDelete},
		again,
		{name: "a replacement", changed: retag("important", true), options: lost(tfcore.Options{Replace: []string{vipAddress}}), fault: afterPost},
		{name: "the replacement again", options: tfcore.Options{Replace: []string{vipAddress}}},
		again,
	})
}

func TestTheSmallTerraformFailsLikeTheRealOne(t *testing.T) {
	refused := func(method string, nth int) requestFault {
		return requestFault{kind: rejected, method: method, nth: nth}
	}
	replace := tfcore.Options{Replace: []string{vipAddress}}
	conform(t, []conformanceCase{
		{name: "start", changed: chain},
		{name: "a create", changed: addPress, fault: refused(http.MethodPost, 0)},
		again,
		{name: "back", changed: removePress},
		{name: "a create half way", changed: addPress, fault: refused(anyWrite, 1), left: []string{"press tainted"}},
		again,
		{name: "back", changed: removePress},
		{name: "a create half way, create first", changed: func(c tfcore.Configuration) {
			addPress(c)
			press := c[pressAddress]
			press.CreateBeforeDestroy = true
			c[pressAddress] = press
		}, fault: refused(anyWrite, 1), left: []string{"press tainted"}},
		again,
		{name: "an update", changed: retag("important", false), fault: refused(http.MethodPut, 0)},
		again,
		{name: "a delete", changed: removePress, fault: refused(http.MethodDelete, 0)},
		again,
		{name: "the delete of a replacement, destroy first", options: replace, fault: refused(http.MethodDelete, 0)},
		again,
		{name: "the create of a replacement, destroy first", options: replace, fault: refused(http.MethodPost, 0)},
		again,
		{name: "the create of a replacement, create first", options: replace, changed: retag("important", true), fault: refused(http.MethodPost, 0)},
		again,
		{name: "half of the create of a replacement", options: replace, fault: refused(anyWrite, 1), left: []string{"vip deposed", "vip tainted"}},
		again,
		{name: "the delete of a replacement, create first", options: replace, fault: refused(http.MethodDelete, 0), left: []string{"vip deposed"}},
		again,
	})
}

// Other resources go on, and those that depend on the failed one wait for another
// apply.
func TestTheSmallTerraformGoesOnLikeTheRealOne(t *testing.T) {
	otherField := "surveytrigger_zendesk_ticket_field.other"
	conform(t, []conformanceCase{
		{name: "start", changed: chain},
		{name: "an update fails", changed: func(c tfcore.Configuration) {
			retag("important", false)(c)
			c[emailAddress].Attributes["title"] = "Survey by e-mail"
			c[otherField] = checkbox("Something else")
		}, fault: requestFault{kind: rejected, method: http.MethodPut}, unordered: true},
		again,
	})
}
