package liquid_test

import (
	"fmt"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
)

func TestUnverifiedFilters(t *testing.T) {
	for template, want := range map[string]string{ // name, lines, what was meant
		"{{ ticket.id | upcas }}":                                    "[{upcas [1] upcase false}]",
		"{{ ticket.id | obfuscate: 3, 'x' | upcase }}":               "[{obfuscate [1]  false}]",
		"{{ a | shout }}\n{{ b | shout | shout }}\n{{ c | stripe }}": "[{shout [1 2]  false} {stripe [3] strip false}]",
		"{% assign x = a | splitt: ' ' %}":                           "[{splitt [1] split false}]",
		"{{ ticket.id | json }}":                                     "[{json [1]  true}]",
		"{{ a | times: 2 | sort }}":                                  "[{times [1]  false} {sort [1]  false}]",
		"{{ ticket.id | zz }}":                                       "[{zz [1]  false}]",
		"{{ ticket.shout | append: shout | default: 'shout' }}":      "[]",
		"{% comment %}{{ a | shout }}{% endcomment %}{% raw %}{{ a | shout }}{% endraw %} | shout": "[]",
		"{{ a | shout": "[]",
	} {
		if got := fmt.Sprint(liquid.UnverifiedFilters(template)); got != want {
			t.Errorf("%s: got %s, want %s", template, got, want)
		}
	}
}
