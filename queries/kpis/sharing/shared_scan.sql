-- Pieces of shared_scan.py. @number: of a KPI; of which a case is a member, that counts (counted) and is in the numerator
-- (hit), and its duration (length); @filter: which members are measured.

-- name: member
member_@number

-- name: counted
counted_@number

-- name: not_counted
NOT counted_@number

-- name: hit
hit_@number

-- name: filter
FILTER (WHERE @condition)

-- name: n
count(*) @filter AS n_@number

-- name: hits
count(*) @filter AS hits_@number

-- name: left_out
count(*) @filter AS left_out_@number

-- name: total
sum(length_@number) @filter AS total_@number

-- name: quantiles
quantile_cont(length_@number, [0.5, 0.9, 0.95]) @filter AS quantiles_@number
