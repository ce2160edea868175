"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { placeOfMlflowAddress } from "./mlflow-address.ts";

/** Whoever clicks an address that MLflow's client printed lands on the first page with a `#`, and is led on. */
export function MlflowAddressFollower() {
  const router = useRouter();
  useEffect(() => {
    const place = placeOfMlflowAddress(window.location.hash);
    if (place) router.replace(place);
  }, [router]);
  return null;
}
