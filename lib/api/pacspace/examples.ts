export const exampleId = "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11";
export const exampleMoment = "2026-09-30T09:00:00.000Z";
