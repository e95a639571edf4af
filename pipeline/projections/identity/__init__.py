"""Which claims tell the same thing: rules (`figures`, `visits`, `agreements`) and how they are applied (`placing`).

What a record then shows is the business of `pipeline.projections.records`.
"""
