import {
  to = surveytrigger_kustomer_attribute.ces_score
  id = "conversation/cesScoreNum"
}
