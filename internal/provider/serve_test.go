package provider_test

import (
	"context"
	"runtime"
	"testing"
	"weak"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/provider"
)

type key struct{}

// A plan of a thousand resources is thousands of requests to one process.
func TestNothingStaysOfARequest(t *testing.T) {
	server := provider.NewServer("test")
	call := func() weak.Pointer[[1 << 16]byte] {
		logger := new([1 << 16]byte)
		ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, logger))
		defer cancel()
		answer, err := server.CallFunction(ctx, &tfprotov6.CallFunctionRequest{Name: "no_such_function"})
		if err != nil || answer.Error == nil {
			t.Fatal(answer, err)
		}
		return weak.Make(logger)
	}
	held := call()
	runtime.GC()
	if held.Value() != nil {
		t.Error("the context of a request that is over is still held")
	}
	runtime.KeepAlive(server)
}
