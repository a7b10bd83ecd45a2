#!/bin/sh
# Writes a plan as Markdown for the comment of a pull request: deletions first, exclusions
# and sends before everything else, values that are sensitive left out. It needs jq alone.
#
#   terraform plan -out=survey.plan
#   terraform show -json survey.plan | sh plan-summary.sh
#
# The warnings of the provider are not in that JSON: they stand in the output of the plan.
set -eu

exec jq -r '
# Markdown

def code:
  ("`" * (1 + ([match("`+"; "g").length] | max // 0))) as $fence
  | if test("^`|`$") then "\($fence) \(.) \($fence)" else "\($fence)\(.)\($fence)" end;

def section($title): if length > 0 then "", "### \($title)", "", .[] else empty end;

# Resources

def kind: .type | sub("^surveytrigger_"; "") | gsub("_"; " ");

def is($kinds): .type as $type | $kinds | any("surveytrigger_\(.)" == $type);

def exclusion: is(["zendesk_exclusion_trigger"]);
def send: is(["zendesk_send_trigger", "zendesk_send_automation", "kustomer_send_workflow", "trigger_distribution"]);

def name: .change | (.after // .before) | .title // .name // .label // .email // .channel // null;

def headline: "- \(kind)\(name | if . then " " + (tojson | code) else "" end): \(.address | code)";

def rank: [if exclusion then 0 elif send then 1 else 2 end, .address];

def doing($actions): .change.actions as $is | $actions | any(. == $is);

# Differences of every attribute: {at, before, after}, or {at, lines} of a longer text

def marked: any(.. | booleans; .);

# A condition in one line, as Zendesk shows it.
def condition: [.field, .operator, .value, (.values // [] | .[])] | map(select(. != null)) | join(" ");

def conditions: type == "array" and length > 0 and all(.[]; type == "object" and has("field"));

def shown($marks):
  if $marks | marked then "(sensitive)"
  elif . == null then "(none)"
  elif conditions then map(condition) | join("; ")
  else tojson end;

def rows: if conditions then map(condition) else . / "\n" end;

def differences($at; $before; $after; $unknown; $old; $new):
  ([$old, $new] | any(. == true)) as $sensitive
  | if $unknown == true or (($unknown | type) == "array" and ($unknown | marked)) then
    {at: $at, before: ($before | shown($old)), after: "(known after apply)"}
  elif $before == $after and ($unknown | marked | not) then empty
  elif ([$before, $after] | any(type == "object") and all(type == "object" or . == null)) and ($sensitive | not) then
    ([$before, $after, ($unknown | objects)] | map(. // {} | keys[]) | unique[]) as $key
    | differences("\($at).\($key)"; $before[$key]; $after[$key]; ($unknown | objects // {})[$key]; ($old | objects // {})[$key]; ($new | objects // {})[$key])
  elif ([$before, $after] | all(type == "string") and any(contains("\n")) or all(conditions)) and ([$old, $new] | any(marked) | not) then
    ($before | rows) as $were | ($after | rows) as $are
    | {at: $at, lines: ([($were - $are)[] | "- " + .] + [($are - $were)[] | "+ " + .])}
  else
    {at: $at, before: ($before | shown($old)), after: ($after | shown($new))}
  end;

def created: .change.before == null;

# What says little about an object that is new.
def plain: .at | IN("id", "account", "title", "name", "description", "payload", "in_force", "order_satisfied", "category_id", "previously_enabled", "unmanaged_actions");

def lines:
  created as $created
  | .change
  | differences(""; .before; .after; .after_unknown // {}; .before_sensitive // {}; .after_sensitive // {})
  | .at |= ltrimstr(".")
  | select($created and plain | not)
  | if .lines then "  - \(.at | code)", "", "    ```diff", (.lines[] | "    " + .), "    ```", ""
    elif $created then "  - \(.at | code): \(.after | code)"
    else "  - \(.at | code): \(.before | code) → \(.after | code)" end;

# Production keys. A credential is in no plan, what it is made from is: a variable of the
# root module or an argument of a module that is named stage or environment says which key
# it is, without one the name of a variable does

def production: test("(^|[._-])prod(uction)?($|[._-])"; "i");

# What stands behind the references of a module, whose arguments come from these sources.
def behind($address; $arguments):
  (.references // [])[] | if startswith("var.") then $arguments[.[4:]] // ["\($address)\(.)"] else ["\($address)\(.)"] end | .[];

def modules($address; $arguments):
  {$address, $arguments, resources: (.resources // [])},
  (.module_calls // {} | to_entries[] | .key as $name | .value
   | (.expressions // {} | with_entries(
       if (.key | IN("stage", "environment")) and (.value | has("constant_value")) then .value = ["stage: \(.value.constant_value)"]
       else .value = [.value | behind($address; $arguments)] end)) as $inner
   | .module | modules("\($address)module.\($name)."; $inner));

def sources($address):
  [.configuration.root_module | modules(""; {}) | . as $part | .resources[]
   | select($part.address + .address == $address)
   | .expressions | .authentication, .password_wo, .secret_headers_wo, .kustomer, .desk, .zendesk, .request
   | objects | behind($part.address; $part.arguments)];

def production_key($plan):
  (.address | gsub("\\[[^\\]]*\\]"; "")) as $address
  | ($plan | sources($address)) as $sources
  | [$sources[] | if IN("var.stage", "var.environment") then $plan.variables[.[4:]].value // empty elif startswith("stage: ") then .[7:] else empty end] as $stages
  | if $stages != [] then any($stages[]; . == "production") else any($sources[] | gsub("module\\.[^.]+\\."; ""); production) end;

def credentials: [.. | objects | to_entries[] | select(.key | endswith("wo_version")) | .value];

def new_credential:
  doing([["create"], ["update"], ["create", "delete"], ["delete", "create"]])
  and (.change | .after | credentials | any(. != null))
  and (doing([["update"]]) and (.change | (.before | credentials) == (.after | credentials)) | not);

# The page

. as $plan
| [.resource_changes // [] | .[] | select(.mode == "managed" and (.type | startswith("surveytrigger_")))] | sort_by(rank) as $all
| [$all[] | select(doing([["delete"]]))] as $deleted
| [$all[] | select(doing([["forget"]]))] as $forgotten
| [$all[] | select(doing([["delete", "create"], ["create", "delete"]]))] as $replaced
| [$all[] | select(doing([["update"]]))] as $changed
| [$all[] | select(doing([["create"]]))] as $created
| [$all[] | select(.change.importing)] as $imported
| [$all[] | select(.previous_address and .previous_address != .address)] as $moved
| [$plan.resource_drift // [] | .[] | select(.type | startswith("surveytrigger_"))] as $drift
| [
    ($deleted, $forgotten | .[] | select(exclusion and (.deposed | not)) | "\(.address | code) is removed: the customers that it excludes can be surveyed."),
    ($changed[] | select(exclusion and .change.before.active and (.change.after.active | not)) | "\(.address | code) is deactivated: the customers that it excludes can be surveyed."),
    ($changed[] | select(exclusion and .change.before.conditions != .change.after.conditions) | "\(.address | code) gets other conditions: check who is not excluded any more."),
    ($changed[] | select(exclusion and .change.before.mark != .change.after.mark) | "\(.address | code) leaves another mark: sends that still check the old one are not protected."),
    ($replaced[] | select(exclusion and doing([["delete", "create"]])) | "\(.address | code) is deleted before its replacement exists: set `create_before_destroy`."),
    ($all[] | select(new_credential and production_key($plan)) | "\(.address | code) gets a production key: surveys go to customers."),
    ($all[] | select(is(["zendesk_native_csat", "kustomer_native_csat"]) and (doing([["delete"]]) or .change.after.enabled)) | "\(.address | code) does not keep the native survey off: beside an active send, customers get two.")
  ] as $warnings
| [
    [$deleted, "to delete"], [$forgotten, "to forget"], [$replaced, "to replace"], [$changed, "to change"], [$created, "to create"], [$imported, "to import"], [$moved, "to move"]
    | select(.[0] != []) | "\(.[0] | length) \(.[1])"
  ] as $counts
| "## Survey triggers: \(if $counts == [] then "no changes" else $counts | join(", ") end)",
  ($warnings | if length > 0 then "", "> [!WARNING]", (.[] | "> - " + .) else empty end),
  ([$deleted[] | headline + if .deposed then " (the replaced object)" else "" end] | section("Deleted")),
  ([$forgotten[] | headline] | section("Removed from state, and left as it is")),
  ([$replaced[] | headline, lines] | section("Replaced")),
  ([$changed[] | headline, lines] | section("Changed")),
  ([$created[] | headline, lines] | section("Created")),
  ([$imported[] | headline] | section("Imported")),
  ([$moved[] | "- \(.previous_address | code) → \(.address | code)"] | section("Moved")),
  ([$drift[] | headline, lines] | section("Changed outside Terraform since the last apply"))
' "$@"
