# Production keys only in production. A plan holds no key: write-only arguments are left
# out of it. It does hold which variables a credential is made from, and these say which
# key it is:
#
# - by a variable of the root module named stage or environment that the credential
#   depends on: "production" means the production key, anything else another one;
# - without such a variable, by the names: var.stella_connect_production_key is one.
#
# What production is, the settings say: accounts as the attribute account has them.
#
#   surveys:
#     production_accounts: ["acme.zendesk.com"]
package main

import rego.v1

stage_names := {"stage", "environment"}

production_name := `(?i)(^|[._-])prod(uction)?($|[._-])`

# The modules of the configuration, by address as in module_address without indices.
modules[address] := module if {
	walk(input.configuration.root_module, [steps, module])
	count(steps) % 3 == 0
	every i, step in steps {
		within(i % 3, step)
	}
	address := concat("", [part | some i, step in steps; i % 3 == 1; part := sprintf("module.%s.", [step])])
}

within(0, "module_calls")

within(1, _)

within(2, "module")

# What a variable of a module is made from, in the module that calls it.
made_from[node] contains source if {
	some caller, module in modules
	some name, call in module.module_calls
	some variable, expression in call.expressions
	node := sprintf("%smodule.%s.var.%s", [caller, name, variable])
	some reference in expression.references
	source := concat("", [caller, reference])
}

stage[node] := value if {
	some name in stage_names
	value := input.variables[name].value
	node := sprintf("var.%s", [name])
}

stage[node] := value if {
	some caller, module in modules
	some name, call in module.module_calls
	some variable in stage_names
	value := call.expressions[variable].constant_value
	node := sprintf("%smodule.%s.var.%s", [caller, name, variable])
}

testing if {
	some name in stage_names
	input.variables[name].value != "production"
}

# Where credentials stand, and everything that each is made from.
holding := {
	"surveytrigger_zendesk_webhook": {"authentication", "secret_headers_wo"},
	"surveytrigger_zendesk_http_target": {"password_wo"},
	"surveytrigger_connector": {"kustomer", "desk", "zendesk"},
}

credentials[address] contains source if {
	some module_address, module in modules
	some resource in module.resources
	some attribute in holding[resource.type]
	start := {concat("", [module_address, reference]) | some reference in resource.expressions[attribute].references}
	some source in graph.reachable(made_from_all(start), start)
	address := concat("", [module_address, resource.address])
}

# graph.reachable leaves out what is no key of the graph.
made_from_all(start) := object.union({node: set() | some node in every_node | start}, made_from)

every_node contains source if some source in made_from[_]

production_key(address) if {
	some source in credentials[address]
	stage[source] == "production"
}

production_key(address) if {
	not staged(address)
	some source in credentials[address]
	regex.match(production_name, last_part(source))
}

staged(address) if {
	some source in credentials[address]
	stage[source]
}

# The name in module.production.var.key is var.key: a module's name says nothing.
last_part(source) := regex.replace(source, `module\.[^.]+\.`, "")

without_index(address) := regex.replace(address, `\[[^\]]*\]`, "")

keyed contains change if {
	some change in planned
	production_key(without_index(change.address))
}

deny contains message if {
	some change in keyed
	not change.change.after.account in data.surveys.production_accounts
	data.surveys.production_accounts
	message := sprintf("%s gets a production key, and %s is no production account.", [change.address, change.change.after.account])
}

warn contains message if {
	not data.surveys.production_accounts
	some change in keyed
	message := sprintf("%s gets a production key: whether %s is production was not checked, because the settings name no production_accounts.", [change.address, change.change.after.account])
}
