//go:build !linux

package main

import "github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline"

func serveMeasured() (measured bool, code int) { return false, 0 }

type gauge struct{}

func newGauge(string, *commandline.Tools, map[string]string) (*gauge, error) { return &gauge{}, nil }

func (*gauge) start() {}

func (*gauge) usage() usage { return usage{} }
