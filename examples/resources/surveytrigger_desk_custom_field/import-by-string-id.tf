import {
  to = surveytrigger_desk_custom_field.ces_score
  id = "4711"
}
