//go:build linux

package promise

import (
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// changeAll changes a field, exclusions and the send that come after one another.
func changeAll(tag string) func(tfcore.Configuration) {
	return func(c tfcore.Configuration) {
		c[fieldAddress].Attributes["title"] = "Do not send " + tag
		vip := guard("VIP", tag, c[vipAddress].CreateBeforeDestroy)
		press := guardAfter("Press", tag, vipAddress)
		press.CreateBeforeDestroy = c[pressAddress].CreateBeforeDestroy
		c[vipAddress], c[pressAddress] = vip, press
		c[emailAddress].Attributes["title"] = "Survey " + tag
	}
}

func longChain(c tfcore.Configuration) {
	chain(c)
	addPress(c)
	c[emailAddress].Attributes["evaluate_after"] = []any{theID(pressAddress)}
}

// createFirst gives create_before_destroy to one resource and takes it from the
// others.
func createFirst(address string) func(tfcore.Configuration) {
	return func(c tfcore.Configuration) {
		for each, resource := range c {
			resource.CreateBeforeDestroy = each == address
			c[each] = resource
		}
	}
}

func TestTheSmallTerraformTargetsLikeTheRealOne(t *testing.T) {
	target := func(addresses ...string) tfcore.Options { return tfcore.Options{Targets: addresses} }
	conform(t, []conformanceCase{
		{name: "create of a target with what it depends on", changed: longChain, options: target(vipAddress)},
		again,
		{name: "change of one in the middle", changed: changeAll("gold"), options: target(vipAddress)},
		{name: "change of the last", options: target(emailAddress)},
		{name: "replacement of a target", options: tfcore.Options{Targets: []string{vipAddress}, Replace: []string{vipAddress}}},
		again,
		{name: "replacement of what a target depends on", options: tfcore.Options{Targets: []string{pressAddress}, Replace: []string{vipAddress}}},
		again,
		{
			name: "replacement of what a target depends on, create first", changed: createFirst(pressAddress),
			options: tfcore.Options{Targets: []string{pressAddress}, Replace: []string{vipAddress}}, left: []string{"vip deposed"},
		},
		{name: "a target beside a deposed object", options: target(pressAddress), left: []string{"vip deposed"}},
		again,
		{
			name: "only what no target wants has create_before_destroy", changed: createFirst(emailAddress),
			options: tfcore.Options{Targets: []string{vipAddress}, Replace: []string{vipAddress}},
		},
		again,
		{name: "removed, and not a target", changed: func(c tfcore.Configuration) {
			delete(c, pressAddress)
			c[emailAddress].Attributes["evaluate_after"] = []any{theID(vipAddress)}
		}, options: target(vipAddress)},
		{name: "removed, and a target", options: target(pressAddress)},
		again,
		{name: "destroy of one in the middle", options: tfcore.Options{Destroy: true, Targets: []string{vipAddress}}},
		again,
	})
}

func TestTheSmallTerraformReplacesLikeTheRealOne(t *testing.T) {
	replace := func(addresses ...string) tfcore.Options { return tfcore.Options{Replace: addresses} }
	conform(t, []conformanceCase{
		{name: "start", changed: longChain},
		{name: "the first of a chain", options: replace(vipAddress)},
		{name: "two of a chain", options: replace(vipAddress, pressAddress)},
		{name: "all of a chain, while all change", changed: changeAll("gold"), options: replace(fieldAddress, vipAddress, pressAddress, emailAddress)},
		{name: "create first is inherited by what is depended on", changed: createFirst(emailAddress), options: replace(vipAddress)},
		{name: "all of a chain, create first", changed: changeAll("staff"), options: replace(vipAddress, pressAddress, emailAddress)},
		{name: "only the first has create first", changed: createFirst(vipAddress), options: replace(vipAddress, pressAddress)},
		{name: "create first is inherited in the middle", changed: createFirst(pressAddress), options: replace(vipAddress, pressAddress, emailAddress)},
		{name: "what inherited it is removed", changed: func(c tfcore.Configuration) {
			delete(c, vipAddress)
			press := guard("Press", "staff", true)
			c[pressAddress] = press
		}},
		{name: "destroy of all", options: tfcore.Options{Destroy: true}},
	})
}
